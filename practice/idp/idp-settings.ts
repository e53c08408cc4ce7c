import { z } from 'zod';

/** How the identity provider behaves. All of it can change while it runs. */
export const idpSettings = z.strictObject({
  /** How OpenID answers come back: a redirect, or a form that a script posts from the provider's origin. */
  responseMode: z.enum(['query', 'form_post']),
  /**
   * Where the person types: in the same window; in a pop-up that tells its opener by a message, or moves it; or in a new
   * window that a `target=_blank` link opens and in which the rest of the way happens.
   */
  window: z.enum(['same', 'popup-message', 'popup-opener', 'blank-link']),
  /** Pages in between that go on by script, alternately on two hosts where TLS does not forbid it. */
  hops: z.number().int().min(0).max(10),
  /** Asks "let this site know who you are" once a sign-in. */
  consent: z.boolean(),
  /** Keeps a session of its own: the second sign-in types nothing. */
  remembers: z.boolean(),
});

export type IdpSettings = z.infer<typeof idpSettings>;

export const idpChange = idpSettings.partial();
export type IdpChange = z.infer<typeof idpChange>;

export const IDP_DEFAULTS: IdpSettings = {
  responseMode: 'query',
  window: 'same',
  hops: 0,
  consent: true,
  remembers: true,
};
