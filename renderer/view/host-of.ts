/** `jms.acme.example` of `https://jms.acme.example/`; the text itself where it is no URL. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** This very computer: where a practice site is, or the end of a tunnel. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.*\.localhost)$/.test(new URL(url).hostname);
}
