import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2 at levels A and AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe-core finds on the page as it is now, one line each; what runs in a terminal is not ours to paint. */
export async function accessibilityFaults(window: Page): Promise<readonly string[]> {
  await window.evaluate(axe);
  const results = await window.evaluate(async (tags): Promise<AxeResults> => {
    const { axe: engine } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
    return engine.run({ exclude: ['.xterm'] }, { runOnly: tags });
  }, rules);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = '' }) =>
        `${id}: ${help} ${target.join(' ')} ${failureSummary.split('\n').slice(1).join(' ')}`,
    ),
  );
}

/** How often Tab is pressed at most; the longest page has fewer stops. */
const MAX_STOPS = 120;

/** Walks the page with Tab and tells of each stop without a name, or where nobody sees that the focus is there. */
export async function keyboardFaults(window: Page): Promise<readonly string[]> {
  const faults = new Set<string>();
  const seen = new Set<string>();
  await window.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (let stops = 0; stops < MAX_STOPS; stops += 1) {
    await window.keyboard.press('Tab');
    const stop = await window.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      // Each element gets a number of its own, so that coming round is noticed.
      element.dataset['stop'] ??= String(document.querySelectorAll('[data-stop]').length + 1);
      // A field's ring is round the box that it shares with its icon.
      const ring = [element, element.parentElement].some((one) => {
        if (!one) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
      });
      const box = element.getBoundingClientRect();
      return {
        number: element.dataset['stop'],
        what: `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.innerText).slice(0, 60)}"`,
        ring,
        // The way into a group whose arrow keys walk it: after a click the next Tab goes on to its item.
        group: element.dataset['orientation'] !== undefined && element.getAttribute('role') !== 'tabpanel',
        inSight: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        terminal: element.closest('.xterm') !== null,
      };
    });
    if (stop === null || stop.terminal || stop.group) continue;
    if (seen.has(stop.number)) break;
    seen.add(stop.number);
    if (!stop.ring) faults.add(`no focus ring: ${stop.what}`);
    if (!stop.inSight) faults.add(`the focus is out of sight: ${stop.what}`);
  }
  await window.evaluate(() => {
    for (const element of document.querySelectorAll<HTMLElement>('[data-stop]')) delete element.dataset['stop'];
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  return [...faults];
}
