import { DrawbridgeError } from '../errors/drawbridge-error.ts';

/**
 * An address that a terminal showed and that may be handed to the person's browser: http and https only, and no name or
 * password in it (`https://your-bank@elsewhere` is how people are misled). Throws `bad-argument`.
 */
export function webAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '')
    throw refused('only http and https addresses are opened');
  if (url.username !== '' || url.password !== '') throw refused('a user name in an address hides where it leads');
  return url.href;
}

function refused(why: string): DrawbridgeError {
  return new DrawbridgeError({
    code: 'bad-argument',
    message: `The link was not opened: ${why}.`,
    nextStep: 'Copy it instead, if you trust it.',
    actor: 'person',
  });
}
