import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** One element of a page as far as signing in needs it. */
export interface PageElement {
  readonly tag: string;
  attribute(name: string): string | undefined;
  hasClass(name: string): boolean;
  /** What a reader sees of it: no scripts, no styles, white space folded. */
  readonly text: string;
  /** Every element below it, in the page's order. */
  readonly below: readonly PageElement[];
}

/** A page of the site, parsed as browsers parse it. */
export function readHtml(html: string): PageElement {
  const root: PageElement[] = parse(html).childNodes.filter(isElement).map(wrap);
  return {
    tag: '#document',
    attribute: () => undefined,
    hasClass: () => false,
    get text() {
      return root.map((child) => child.text).join(' ');
    },
    below: root.flatMap((child) => [child, ...child.below]),
  };
}

function wrap(element: Element): PageElement {
  const attribute = (name: string) => element.attrs.find((each) => each.name === name)?.value;
  const children = element.childNodes.filter(isElement).map(wrap);
  return {
    tag: element.tagName,
    attribute,
    hasClass: (name) => (attribute('class') ?? '').split(/\s+/).includes(name),
    get text() {
      return textOf(element).replace(/\s+/g, ' ').trim();
    },
    below: children.flatMap((child) => [child, ...child.below]),
  };
}

const UNSEEN = new Set(['script', 'style', 'template', 'noscript', 'head']);

function textOf(node: Node): string {
  if (node.nodeName === '#text' && 'value' in node) return node.value;
  if (!isElement(node) || UNSEEN.has(node.tagName)) return ' ';
  // Blocks stand on lines of their own; a blank between any two elements loses nothing that signing in reads.
  return node.childNodes.map(textOf).join(node.childNodes.length > 1 ? ' ' : '');
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}
