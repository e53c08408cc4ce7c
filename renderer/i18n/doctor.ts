import type { AppState, CheckView } from '../../preload/contract.ts';
import { doctorEn } from './doctor-en.ts';
import { doctorZhCN } from './doctor-zh-CN.ts';

/** The page's words. What main finds comes as ids, outcomes and facts; a test sees to it that all have words. */
export interface DoctorWords {
  readonly title: string;
  readonly looking: string;
  readonly allWell: string;
  needYou(count: number): string;
  /** `23 h 59 min` of a number of minutes. */
  left(minutes: number): string;
  readonly again: string;
  readonly copy: string;
  readonly copied: string;
  readonly groups: Readonly<Record<CheckView['group'], string>>;
  readonly states: Readonly<Record<CheckView['state'], string>>;
  /** By advice: what the button beside it says. */
  readonly buttons: Readonly<Record<MendableAdvice, string>>;
  readonly checks: Readonly<Record<string, string>>;
  readonly said: Readonly<Record<string, string>>;
  readonly advice: Readonly<Record<string, string>>;
}

/** Advice that a button of ours can follow. */
export const mendableAdvice = [
  'sign-in',
  'trust-certificate',
  'lower-bridge',
  'unlock-keychain',
  'connect-agent',
  'mend-entry',
  'mend-folders',
  'close-folders',
  'report-fault',
] as const;
export type MendableAdvice = (typeof mendableAdvice)[number];

export const doctorWords: Readonly<Record<AppState['locale'], DoctorWords>> = { en: doctorEn, 'zh-CN': doctorZhCN };
