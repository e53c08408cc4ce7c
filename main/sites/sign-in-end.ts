/** Where in signing in the person was. */
export type SignInStage =
  | 'login'
  | 'mfa'
  | 'passkey'
  /** The page that waits for an approver; leaving it withdraws the request (protocol §1.10). */
  | 'review'
  | 'password-change'
  | 'otp-binding'
  | 'identity-provider'
  /** A page of the site that says something and goes on by itself. */
  | 'notice';

/** What stood in the person's way last. */
export interface SignInTrouble {
  readonly kind: /** The site did not take the password, the code or the captcha. */
    | 'refused'
    | 'locked'
    /** The step before had lapsed, after ten minutes unless the site says otherwise (protocol §2.1). */
    | 'pre-auth-expired'
    /** The site's administrator must list its address in DOMAINS (protocol §1.9). */
    | 'origin-refused'
    | 'review-rejected'
    | 'unreachable'
    | 'server-error'
    | 'page-crashed'
    /** Through the login page, and then nobody was signed in. */
    | 'nobody';
  /** What the page itself said, in the site's words, at most 200 characters; '' where it said nothing. */
  readonly words: string;
}

/** Where the person left off, and what had gone wrong before. */
export interface SignInEnd {
  readonly at: SignInStage;
  readonly after: SignInTrouble | null;
}

const places: Readonly<Record<SignInStage, string>> = {
  login: 'at the login page',
  mfa: 'at the second factor',
  passkey: 'at the passkey page',
  review: 'while the sign-in waited for approval, which withdrew the request',
  'password-change': 'at the page that demands a new password',
  'otp-binding': 'at the page that binds a one-time password',
  'identity-provider': "at the identity provider's page",
  notice: 'at a notice of the site',
};

const troubles: Readonly<Record<SignInTrouble['kind'], string>> = {
  refused: 'the site did not take what was entered',
  locked: 'the site has locked the account for a while',
  'pre-auth-expired': 'the first step had lapsed and the site started over',
  'origin-refused': 'the site refuses its own address: its administrator must list it in DOMAINS',
  'review-rejected': 'the approver said no',
  unreachable: 'the page could not be reached',
  'server-error': 'the server answered with an error',
  'page-crashed': 'the page had crashed',
  nobody: 'the site let the person through but knew nobody afterwards',
};

/** How a sign-in ended without one, in one English sentence for agents and the log; the window has its own texts. */
export function dismissedText(end: SignInEnd | undefined): string {
  if (!end) return 'The sign-in window was closed before the sign-in was through.';
  const { at, after } = end;
  const where = `The sign-in window was closed ${places[at]}.`;
  if (!after) return where;
  return `${where} Before that ${troubles[after.kind]}${after.words === '' ? '' : ` (“${after.words}”)`}.`;
}
