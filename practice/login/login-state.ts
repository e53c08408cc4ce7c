import { OneTimeCodes } from '../one-time-codes.ts';
import { Captchas } from './captcha/captchas.ts';
import { FailureMarks } from './failure-marks.ts';
import { FlashMessages } from './flash/flash-messages.ts';
import { Lockouts } from './lockouts.ts';
import type { LoginSettings } from './login-settings.ts';
import { SentCodes } from './mfa/sent-codes.ts';
import { ResetTokens } from './password/reset-tokens.ts';
import { LoginTickets } from './review/login-tickets.ts';
import { SsoStates } from './sso/sso-states.ts';

/** What the site remembers about people on their way in. */
export class LoginState {
  readonly captchas: Captchas;
  readonly failureMarks: FailureMarks;
  /** Failed logins by address, whoever it was (protocol 1.8). */
  readonly ipLocks: Lockouts;
  readonly flashes = new FlashMessages();
  /** User names behind one-time links, 900 s each. */
  readonly oneTimeLinks = new OneTimeCodes<string>({ seconds: 900 });
  readonly ssoStates = new SsoStates();
  readonly tickets = new LoginTickets();
  readonly resetTokens = new ResetTokens();

  readonly sentCodes: SentCodes;
  /** The OTP code that each person used last, by id. */
  readonly lastOtp = new Map<string, string>();

  constructor(settings: LoginSettings) {
    this.captchas = new Captchas(() => settings.captchaSeconds);
    this.failureMarks = new FailureMarks(() => settings.captchaMarkSeconds);
    this.ipLocks = new Lockouts(() => settings.ipLimit);
    this.sentCodes = new SentCodes(() => settings.codeSeconds);
  }
}
