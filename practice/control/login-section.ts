import { z } from 'zod';
import { escapeHtml } from '../http/html.ts';
import { loginSettings } from '../login/login-settings.ts';
import { button } from './control-button.ts';
import type { LoginControl } from './login-control.ts';

/** The part of the control page about signing in: each setting with its value and what it can become. */
export function loginSection(control: LoginControl): string {
  const current = control.settings();
  const rows = Object.entries(loginSettings.shape).map(([name, schema]) => {
    const value: unknown = Reflect.get(current, name);
    const choices = choicesOf(schema)
      .filter((choice) => choice !== value)
      .map((choice) => button(String(choice), 'login', { [name]: choice }));
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(shown)}</td><td>${choices.join('')}</td></tr>`;
  });
  const codes = control
    .sentCodes()
    .map(
      (one) => `<tr>${[one.username, one.kind, one.code].map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
    );
  return `<h2>Sign-in</h2><table>${rows.join('')}</table>
<h2>Sent codes</h2><table>${codes.join('')}</table>
<p>${button('Forget failed logins', 'login/failure-marks/clear')} ${button('Lift locks', 'login-locks/clear')}</p>`;
}

function choicesOf(schema: z.ZodType): (string | boolean)[] {
  if (schema instanceof z.ZodBoolean) return [true, false];
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}
