import type { Asset } from '../assets/asset.ts';
import { CommandGate } from '../audit/command-gate.ts';
import type { SiteState } from '../site-state.ts';
import { displayName, type PracticeUser } from '../users.ts';
import type { TerminalRecord } from './terminal-registry.ts';
import type { Language } from './texts.ts';

/** The gate of one terminal: rules as they stand now, rows in the site's log, reviews by its administrator. */
export function newCommandGate(parts: {
  site: SiteState;
  user: PracticeUser;
  asset: Asset;
  language: Language;
  record: TerminalRecord;
  toShell(bytes: Buffer): void;
  toScreen(text: string): void;
}): CommandGate {
  const { site, user, asset, record, language, toShell, toScreen } = parts;
  const reviewer = site.users.find((one) => one.isAdmin);
  return new CommandGate({
    language,
    isLinux: asset.platform.type.value === 'linux',
    rules: site.rules,
    log: site.audit,
    row: { user: record.user, asset: record.asset, account: record.account, session: record.id },
    review: {
      tickets: site.tickets,
      applicant: displayName(user),
      session: record.id,
      reviewers: reviewer === undefined ? '' : displayName(reviewer),
      siteUrl: site.url,
      pollSeconds: site.settings.ticketPollSeconds,
    },
    toShell,
    toScreen,
    onRecorded: () => {
      record.commands += 1;
    },
  });
}
