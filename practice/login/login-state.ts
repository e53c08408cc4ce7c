import { Captchas } from './captcha/captchas.ts';
import { FailureMarks } from './failure-marks.ts';
import type { LoginSettings } from './login-settings.ts';
import { SentCodes } from './mfa/sent-codes.ts';

/** What the site remembers about people on their way in. */
export class LoginState {
  readonly captchas: Captchas;
  readonly failureMarks: FailureMarks;

  readonly sentCodes: SentCodes;
  /** The OTP code that each person used last, by id. */
  readonly lastOtp = new Map<string, string>();

  constructor(settings: LoginSettings) {
    this.captchas = new Captchas(() => settings.captchaSeconds);
    this.failureMarks = new FailureMarks(() => settings.captchaMarkSeconds);
    this.sentCodes = new SentCodes(() => settings.codeSeconds);
  }
}
