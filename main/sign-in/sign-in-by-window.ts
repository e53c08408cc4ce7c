import type { Session } from 'electron';
import type { Log } from '../log/log.ts';
import type { Site, SitePorts } from '../sites/site.ts';
import type { SignInResult, SiteUser } from '../sites/site-model.ts';
import type { Locale } from './sign-in-texts.ts';
import type { SignInWindows } from './sign-in-windows.ts';

/** Closing the page that waits for an approver takes the request back (protocol §1.10). */
const REVIEW = '/api/v1/authentication/login-confirm-ticket/status/';

export interface SignInByWindowPorts {
  readonly windows: SignInWindows;
  /** Settles whom to trust, then lends the site's partition to the window. */
  readonly within: (
    site: {
      readonly id: string;
      readonly asked: boolean;
      readonly whoAmI: () => Promise<SiteUser | null>;
      readonly signal: AbortSignal;
    },
    byWindow: (partition: Session) => Promise<SignInResult>,
  ) => Promise<SignInResult>;
  /** Tells the person that an agent waits for them. */
  readonly wanted: (agent: string, site: string) => void;
  readonly locale: () => Locale;
  readonly icon: string;
  readonly log: Log;
}

/** How sites have the person sign in: on the site's own pages, in a window. */
export function signInByWindow({ windows, within, wanted, ...look }: SignInByWindowPorts): SitePorts['signIn'] {
  return (site: Site, reason, signal) => {
    if (reason.kind === 'agent') wanted(reason.agent, site.settings.name);
    const whoAmI = () => site.arrived();
    const unasked = reason.kind !== 'person';
    return within({ id: site.id, asked: !unasked, whoAmI, signal }, (session) =>
      windows.open({
        ...look,
        site: site.settings,
        session,
        whoAmI,
        withdrawReview: async (deadline) => {
          await site.rest.request('DELETE', REVIEW, undefined, deadline);
        },
        unasked,
        ...(site.knownUser ? { username: site.knownUser.username } : {}),
        signal,
      }),
    );
  };
}
