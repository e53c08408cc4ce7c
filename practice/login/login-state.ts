import { Captchas } from './captcha/captchas.ts';
import { FailureMarks } from './failure-marks.ts';
import type { LoginSettings } from './login-settings.ts';

/** What the site remembers about people on their way in. */
export class LoginState {
  readonly captchas: Captchas;
  readonly failureMarks: FailureMarks;

  constructor(settings: LoginSettings) {
    this.captchas = new Captchas(() => settings.captchaSeconds);
    this.failureMarks = new FailureMarks(() => settings.captchaMarkSeconds);
  }
}
