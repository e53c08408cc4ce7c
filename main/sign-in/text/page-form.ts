import type { PageElement } from './html-page.ts';

/** A form and what a browser would post of it untouched. */
export interface PageForm {
  /** Absolute URL that it posts to. */
  readonly action: string;
  readonly names: ReadonlySet<string>;
  /** Hidden, preset, ticked and selected values by name. */
  readonly values: Readonly<Record<string, string>>;
  readonly element: PageElement;
}

/** The first form that has a control called one of `names`. */
export function formWith(page: PageElement, pageUrl: string, names: readonly string[]): PageForm | undefined {
  return page.below
    .filter(({ tag }) => tag === 'form')
    .map((element) => readForm(element, pageUrl))
    .find((form) => names.some((name) => form.names.has(name)));
}

function readForm(element: PageElement, pageUrl: string): PageForm {
  const controls = element.below.filter(({ tag }) => ['input', 'select', 'textarea'].includes(tag));
  const names = new Set<string>();
  const values: Record<string, string> = {};
  for (const control of controls) {
    const name = control.attribute('name');
    if (!name) continue;
    names.add(name);
    const value = presetOf(control);
    if (value !== undefined && control.attribute('disabled') === undefined) values[name] = value;
  }
  // An empty `action` keeps the page's own address with its query (protocol §1.2).
  return { action: new URL(element.attribute('action') || pageUrl, pageUrl).href, names, values, element };
}

function presetOf(control: PageElement): string | undefined {
  if (control.tag === 'textarea') return control.text;
  if (control.tag === 'select') {
    const usable = control.below.filter((each) => each.tag === 'option' && each.attribute('disabled') === undefined);
    const chosen = usable.find((option) => option.attribute('selected') !== undefined) ?? usable[0];
    return chosen?.attribute('value') ?? chosen?.text;
  }
  const type = control.attribute('type')?.toLowerCase() ?? 'text';
  if (['submit', 'button', 'image', 'reset', 'file'].includes(type)) return undefined;
  if (type === 'checkbox' || type === 'radio')
    return control.attribute('checked') === undefined ? undefined : (control.attribute('value') ?? 'on');
  return control.attribute('value') ?? '';
}
