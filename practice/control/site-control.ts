import { setTimeout as delay } from 'node:timers/promises';
import type { AuditRow } from '../audit/audit-log.ts';
import { type CommandRule, CommandRules } from '../audit/command-rule.ts';
import type { CommandTicket } from '../audit/tickets.ts';
import type { SiteCertificate } from '../http/site-listener.ts';
import type { SiteState } from '../site-state.ts';
import { displayName, type PracticeUser } from '../users.ts';
import type { Fault } from './faults.ts';
import { LoginControl } from './login-control.ts';

export interface WebSessionView {
  id: string;
  username: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  pageCount: number;
}

export interface TerminalView {
  id: string;
  username: string;
  asset: string;
  account: string;
  isLive: boolean;
  isLocked: boolean;
  startedAt: string;
  endedAt: string | undefined;
  shellPid: number | undefined;
  commands: number;
}

/** What an administrator or bad luck can do to the site; the control API and tests both speak through this. */
export class SiteControl {
  readonly login: LoginControl;
  readonly #site: SiteState;
  /** For connections from now on; throws on a site without TLS. */
  readonly setCertificates: (certificates: readonly SiteCertificate[]) => void;

  constructor(site: SiteState, setCertificates: (certificates: readonly SiteCertificate[]) => void) {
    this.#site = site;
    this.login = new LoginControl(site);
