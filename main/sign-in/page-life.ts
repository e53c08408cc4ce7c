import { setTimeout as delay } from 'node:timers/promises';
import type { WebContents } from 'electron';

/** Pages that count themselves say so while they unload; a site that is slow to hear it does not hold the person up. */
const FAREWELL_MS = 2_000;
/** Chromium asks a page before it closes only once it has heard that the page wants to be asked. */
const SETTLE_MS = 150;

/** Resolves when the page has its form, or has gone. */
export function domReady(contents: WebContents): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      contents.off('dom-ready', done);
      contents.off('did-fail-load', done);
      contents.off('destroyed', done);
      resolve();
    };
    contents.on('dom-ready', done);
    contents.on('did-fail-load', done);
    contents.on('destroyed', done);
  });
}

/** Closes the page as a person closes a tab, so that what it does on leaving happens. */
export async function unload(contents: WebContents): Promise<void> {
  await delay(SETTLE_MS);
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, FAREWELL_MS);
    contents.once('destroyed', done);
    contents.close({ waitForBeforeUnload: true });
  });
}
