import { z } from 'zod';
import type { SessionState, SiteSummary } from '../sites/site-model.ts';
import { withProgress } from './call-progress.ts';
import { factsResult } from './result.ts';
import { signIn, withReading } from './site-access.ts';
import { type Surroundings, surroundingsText } from './surroundings.ts';
import { changesSession, defineTool, looks, type Tool, type ToolCall } from './tool.ts';
import { label } from './untrusted-text.ts';

/** Which site, where the person has several. */
export const siteArgument = z
  .string()
  .max(2048)
  .optional()
  .transform((site) => site || undefined)
  .describe('Name, id or URL; default: the only or chosen one');

export const siteTools: readonly Tool[] = [
  defineTool({
    name: 'jms_status',
    title: 'Status of Drawbridge and its sites',
    description: 'Which JumpServer sites there are, who is signed in, and your open terminals.',
    annotations: looks,
    listing: 'core',
    input: z.object({ check: z.boolean().default(false).describe('Ask each site whether its session is still good') }),
    async handle({ check }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const verdicts = check ? await checkSessions(call) : new Map<string, boolean | null>();
      const sites = call.sites.list();
      const terminals = call.terminals.list(call.agent.owner());
      return factsResult(
        {
          version: call.appVersion,
          sites: sites.map((site) => ({
            ...siteFacts(site),
            default: site.id === call.sites.defaultId,
            session: sessionText(site, call.surroundings()),
            ...(check ? { terminal_ready: verdicts.get(site.id) ?? null } : {}),
          })),
          terminals: terminals.map(({ id }) => id),
          ...call.surroundings(),
        },
        `Drawbridge ${call.appVersion} runs; agents may work.`,
        ...surroundingsText(call.surroundings()),
        sites.length === 0
          ? 'There is no site yet. Next: the person adds their JumpServer in the Drawbridge window (or tries the practice site there).'
          : sites.length > 1 && call.sites.defaultId === undefined
            ? 'Sites (several and no default: name the site in each call):'
            : 'Sites:',
        ...sites.map(
          (site) =>
            `  - ${label(site.name)} (${label(site.baseUrl)}, ${site.id}${sites.length > 1 && site.id === call.sites.defaultId ? ', default' : ''}): ${sessionText(site, call.surroundings())}${checkedText(check, verdicts.get(site.id))}`,
        ),
        `Your terminals: ${terminals.length === 0 ? 'none' : terminals.map(({ id }) => id).join(', ')}`,
      );
    },
  }),

  defineTool({
    name: 'jms_profile',
    title: 'Who is signed in',
    description: 'The JumpServer user whose rights you work with.',
    annotations: looks,
    listing: 'unlisted',
    input: z.object({ site: siteArgument }),
    async handle({ site: reference }, call) {
      call.guard.permit({ kind: 'look', agentId: call.agent.id });
      const site = call.sites.find(reference);
      const profile = await withReading(call, site, 'read your profile', ({ discovery }) =>
        discovery.profile(call.signal),
      );
      const facts = {
        site: label(site.summary().name),
        name: label(profile.name),
        username: label(profile.username),
        email: label(profile.email),
        roles: profile.roles.map((role) => label(role)),
        mfaEnabled: profile.mfaEnabled,
      };
      return factsResult(
        facts,
        `${facts.name} (${facts.username}) on ${facts.site} · ${facts.email || 'no e-mail'} · roles: ${facts.roles.join(', ') || 'none'} · MFA ${facts.mfaEnabled ? 'on' : 'off'}`,
      );
    },
  }),

  defineTool({
    name: 'jms_request_login',
    title: 'Ask the person to sign in',
    description:
      "Shows the sign-in window on the person's screen if nobody is signed in, and waits. Other tools ask by themselves; this asks ahead, or waits longer.",
    annotations: changesSession,
    input: z.object({
      site: siteArgument,
      wait_seconds: z.number().min(0).max(600).default(25).describe('How long to wait for the person'),
    }),
    aliases: { timeout_seconds: 'wait_seconds' },
    async handle({ site: reference, wait_seconds: seconds }, call) {
      call.guard.permit({ kind: 'ask-sign-in', agentId: call.agent.id });
      const site = call.sites.find(reference);
      site.touch();
      const doing = 'waiting for the person to sign in';
      call.progress(0, seconds, doing);
      await withProgress(
        call,
        seconds,
        () => signIn(call, site, 'work on servers', Math.max(50, seconds * 1_000)),
        doing,
      );
      const facts = { ...siteFacts(site.summary()), session: sessionText(site.summary(), call.surroundings()) };
      return factsResult(facts, `${facts.name}: ${facts.session}`);
    },
  }),
];

/**
 * Asks the sites where somebody seems to be signed in; null where the site could not say. A session that turns out to be
 * lost is known to be from then on.
 */
async function checkSessions(call: ToolCall): Promise<ReadonlyMap<string, boolean | null>> {
  const verdicts = await Promise.all(
    call.sites.list().map(async ({ id, session }): Promise<[string, boolean | null]> => {
      if (session.kind !== 'signed-in' && session.kind !== 'expiring') return [id, false];
      const verdict = await call.sites.find(id).reportLost();
      return [id, verdict.kind === 'unknown' ? null : verdict.kind === 'alive'];
    }),
  );
  return new Map(verdicts);
}

function checkedText(check: boolean, ready: boolean | null | undefined): string {
  if (!check || ready === false) return '';
  return ready ? '; checked just now: terminals can be opened' : '; it could not be checked just now';
}

const siteFacts = ({ id, name, baseUrl, practice }: SiteSummary) => ({
  id,
  name: label(name),
  url: label(baseUrl),
  practice,
});

/** The session in words, and what works without it. */
export function sessionText(
  { session, durableKey }: Pick<SiteSummary, 'session' | 'durableKey'>,
  surroundings: Pick<Surroundings, 'display'>,
): string {
  const gone = ['signed-out', 'expired', 'signing-in'].includes(session.kind);
  const reads = gone && durableKey.state === 'on' ? '; looking at assets works by the REST key of the site' : '';
  return `${stateText(session, surroundings)}${reads}`;
}

function stateText(session: SessionState, { display }: Pick<Surroundings, 'display'>): string {
  const how = display ? 'jms_request_login shows the sign-in window' : 'the person runs `drawbridge login --text`';
  switch (session.kind) {
    case 'signed-in':
      return `signed in as ${label(session.user.name)} (${label(session.user.username)})`;
    case 'expiring':
      return `signed in as ${label(session.user.name)} (${label(session.user.username)}), until ${new Date(session.endsAt).toISOString()}`;
    case 'signing-in':
      return display ? "the sign-in window is on the person's screen" : 'the person is signing in at a terminal';
    case 'signed-out':
      return session.why === 'dismissed' && display
        ? 'signed out; the person closed the sign-in window, so ask them before you request it again'
        : `signed out; ${how}`;
    case 'expired':
      return session.lastTry && display
        ? 'the web session has expired, and the person closed the sign-in window, so ask them before you request it again; open terminals go on'
        : `the web session has expired; open terminals go on, ${how}`;
    case 'unreachable':
      return `does not answer (${label(session.message)}); the person should look at network or VPN`;
    default:
      return session satisfies never;
  }
}
