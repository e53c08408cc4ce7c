import { domainToUnicode } from 'node:url';

/** What the bar says about where the person is. */
export interface ShownAddress {
  /** Host and port as they can be told apart from look-alikes; '' where a page has no host. */
  readonly host: string;
  readonly secure: boolean;
  /** False while an identity provider or any other host is shown. */
  readonly onSite: boolean;
}

/** A pop-up that its opener fills by script has no host of its own: `about:blank` and the like belong to the opener. */
export function shownAddress(siteUrl: string, href: string, openerHref?: string): ShownAddress {
  const own = URL.canParse(href) ? new URL(href) : undefined;
  if (!own?.host) return openerHref ? shownAddress(siteUrl, openerHref) : { host: '', secure: false, onSite: false };
  return {
    host: own.port === '' ? displayHost(own.hostname) : `${displayHost(own.hostname)}:${own.port}`,
    secure: own.protocol === 'https:',
    onSite: own.origin === new URL(siteUrl).origin,
  };
}

/** Scripts that people read as themselves; letters of the others pass for Latin ones too easily (Cyrillic а, Greek ο). */
const READABLE = [
  /^[a-z0-9\u00df-\u00f6\u00f8-\u017f-]+$/u,
  /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー0-9-]+$/u,
  /^[\p{sc=Hang}0-9-]+$/u,
];

/** An internationalised name in its own letters where each label keeps to one script, else as punycode. */
function displayHost(hostname: string): string {
  if (!hostname.includes('xn--')) return hostname;
  const shown = domainToUnicode(hostname);
  const readable = shown.split('.').every((label) => READABLE.some((script) => script.test(label)));
  return shown !== '' && readable ? shown : hostname;
}
