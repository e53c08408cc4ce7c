/** `jms.acme.example` of `https://jms.acme.example/`; the text itself where it is no URL. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
