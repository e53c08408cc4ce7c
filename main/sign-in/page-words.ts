import type { WebContents } from 'electron';
import { z } from 'zod';

/** A world of our own in the page: its scripts can neither see nor change what runs here. */
const WORLD = 1_001;
/** A page that hangs tells nothing; nobody waits for it. */
const DEADLINE_MS = 1_500;
const LONGEST = 200;

/** Where JumpServer's pages put what went wrong; the texts themselves are in any language (protocol §1.7). */
const SPOKEN = '.red-fonts, .error-messages, .alert-danger, .has-error .help-block, .captcha-field .help-block';

const SPEAK = `[...document.querySelectorAll(${JSON.stringify(SPOKEN)})]
  .filter((element) => element.getClientRects().length > 0).map((element) => element.innerText.trim())
  .filter((text, index, all) => text !== '' && all.indexOf(text) === index).join(' ')`;

/** What the page says went wrong, in its own words; '' when it says nothing or does not answer in time. */
export async function pageWords(contents: WebContents): Promise<string> {
  return siteWords(await run(contents, `(() => ${SPEAK})()`));
}

/** Resolves with the page's words once it says something; with '' when the page goes away before. */
export async function whenPageSpeaks(contents: WebContents): Promise<string> {
  const code = `new Promise((resolve) => {
    const speak = () => ${SPEAK};
    if (speak() !== '') return resolve(speak());
    const watch = new MutationObserver(() => { if (speak() !== '') { watch.disconnect(); resolve(speak()); } });
    watch.observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
    addEventListener('pagehide', () => resolve(''), { once: true });
  })`;
  try {
    return siteWords(await contents.executeJavaScriptInIsolatedWorld(WORLD, [{ code }]));
  } catch {
    return '';
  }
}

/** Fills the user name in where the person has typed none, as typing would, and goes on to the password. */
export async function fillUsername(contents: WebContents, username: string): Promise<void> {
  await run(
    contents,
    `((name) => {
      const field = document.querySelector('#login-form input[name=username]') ?? document.querySelector('input[name=username]');
      if (!field || field.value !== '' || field.type === 'hidden') return;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, name);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
      if (!document.activeElement || document.activeElement === document.body || document.activeElement === field)
        document.querySelector('#password')?.focus();
    })(${JSON.stringify(username)})`,
  );
}

/** Whether the page is one for people, not JSON. */
export async function isForPeople(contents: WebContents): Promise<boolean> {
  return (await run(contents, 'document.contentType')) === 'text/html';
}

/** Text of a page as it may stand in a sentence of ours: one line, nothing invisible, short. */
export function siteWords(value: unknown): string {
  const text = z.string().catch('').parse(value).replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

async function run(contents: WebContents, code: string): Promise<unknown> {
  if (contents.isDestroyed() || contents.isCrashed()) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DEADLINE_MS);
  });
  try {
    return await Promise.race([contents.executeJavaScriptInIsolatedWorld(WORLD, [{ code }]), tooLong]);
  } catch {
    return undefined; // the page has gone, or forbids what we asked
  } finally {
    clearTimeout(timer);
  }
}
