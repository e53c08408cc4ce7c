import { csrfOf, type WebClient } from './web-client.ts';

/** The login form as a page came: what a browser would post back without being asked. */
export interface OpenForm {
  status: number;
  html: string;
  fields: Record<string, string>;
}

export async function openLogin(web: WebClient, path = '/core/auth/login/?next=/ui/'): Promise<OpenForm> {
  return formOf(await web.get(path));
}

export async function formOf(answer: Response): Promise<OpenForm> {
  const html = await answer.text();
  const fields: Record<string, string> = { csrfmiddlewaretoken: csrfOf(html) };
  const captcha = /name="captcha_0" value="([0-9a-f]{40})"/.exec(html)?.[1];
  if (captcha !== undefined) fields['captcha_0'] = captcha;
  return { status: answer.status, html, fields };
}

/** The error texts of a page, by the elements that a client looks for. */
export function errorsOf(html: string): string[] {
  return [...html.matchAll(/<p class="(?:help-block red-fonts|help-block|red-fonts)">([^<]*)<\/p>/g)].map(
    ([, text = '']) => text,
  );
}
