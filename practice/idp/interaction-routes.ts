import { setCookie } from '../http/cookies.ts';
import { html, type Reply, redirect } from '../http/reply.ts';
import type { SiteRequest } from '../http/site-request.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { consentPage, hopPage, interactionUrl, loginForm, loginPage, popupDone } from './idp-pages.ts';
import type { IdpAnswer, IdpRoute } from './idp-route.ts';
import type { Interaction } from './interactions.ts';

export const IDP_COOKIE = 'practice_id';
const GONE = html(410, '<h1>This sign-in is over</h1>');

/** The way through the provider: sign in, consent, hop, and back to the service. */
export function interactionRoutes(idp: IdentityProvider): IdpRoute[] {
  const at = (
    method: IdpRoute['method'],
    step: string,
    run: (interaction: Interaction, request: SiteRequest) => IdpAnswer,
  ): IdpRoute => ({
    method,
    path: `/interaction/:id/${step}`,
    run: (request, { id }) => {
      const interaction = idp.interactions.find(id);
      return interaction === undefined ? { reply: GONE } : run(interaction, request);
    },
  });
  return [
    at('GET', '', (interaction, request) => ({ reply: advance(idp, interaction, request) })),
    at('GET', 'form/', (interaction) => ({ reply: loginForm(interaction) })),
    at('GET', 'window/', (interaction) => ({ reply: loginForm(interaction, { isPopup: true }) })),
    at('POST', 'login/', (interaction, request) => signIn(idp, interaction, request)),
    at('POST', 'consent/', (interaction, request) => {
      const isGiven = new URLSearchParams(request.body).get('answer') === 'yes';
      if (!isGiven) idp.interactions.end(interaction);
      interaction.consented = isGiven;
      return { reply: isGiven ? redirect(interactionUrl(interaction)) : interaction.refuse() };
    }),
  ];
}

/** The next page for what is known so far; the last one is the answer to the service. */
function advance(idp: IdentityProvider, interaction: Interaction, request: SiteRequest): Reply {
  const { settings } = idp;
  if (settings.remembers) interaction.user ??= idp.interactions.known(request.cookies.get(IDP_COOKIE));
  if (interaction.user === undefined) return loginPage(interaction, settings.window);
  if (settings.consent && !interaction.consented) return consentPage(interaction);
  if (interaction.hopsLeft > 0) {
    interaction.hopsLeft -= 1;
    return hopPage(idp.otherHost(request) + interactionUrl(interaction));
  }
  idp.interactions.end(interaction);
  return interaction.finish(interaction.user);
}

function signIn(idp: IdentityProvider, interaction: Interaction, request: SiteRequest): IdpAnswer {
  const fields = new URLSearchParams(request.body);
  const isPopup = request.query.get('popup') === '1';
  const user = idp.person(fields.get('username') ?? '', fields.get('password') ?? '');
  if (user === undefined) {
    return { reply: loginForm(interaction, { error: 'Wrong account or password', isPopup }) };
  }
  interaction.user = user;
  return {
    reply: isPopup ? popupDone(interaction, idp.settings.window) : redirect(interactionUrl(interaction)),
    cookies: [setCookie(IDP_COOKIE, idp.interactions.remember(user), { httpOnly: true, sameSite: 'Lax' })],
  };
}
