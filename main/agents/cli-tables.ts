import type { Table } from '../../mcp-bridge/wire.ts';
import type { SiteSummary } from '../sites/site-model.ts';

type Listed = Pick<SiteSummary, 'id' | 'name' | 'baseUrl' | 'session' | 'durableKey'>;

/** The sites, the default one marked where there are several. */
export function sitesTable(sites: readonly Listed[], defaultId: string | undefined): Table {
  const several = sites.length > 1;
  return {
    head: ['SITE', 'ADDRESS', 'SESSION', 'ID'],
    rows: sites.map((site) => [
      `${site.name}${several && site.id === defaultId ? ' (default)' : ''}`,
      ...[site.baseUrl, `${sessionWord(site.session)}${keyWord(site)}`, site.id],
    ]),
  };
}

function sessionWord(session: SiteSummary['session']): string {
  switch (session.kind) {
    case 'signed-in':
      return signedIn(session.user);
    case 'expiring':
      return `${signedIn(session.user)} until ${new Date(session.endsAt).toISOString()}`;
    case 'signing-in':
      return 'signing in';
    case 'signed-out':
      return 'signed out';
    case 'expired':
      return 'expired';
    case 'unreachable':
      return 'does not answer';
    default:
      return session satisfies never;
  }
}

const signedIn = ({ name, username }: { readonly name: string; readonly username: string }): string =>
  `signed in as ${name} (${username})`;

/** What works without a session. */
function keyWord({ session, durableKey }: Pick<Listed, 'session' | 'durableKey'>): string {
  const gone = session.kind === 'signed-out' || session.kind === 'expired' || session.kind === 'signing-in';
  return gone && durableKey.state === 'on' ? '; assets by its REST key' : '';
}

/** A tool's facts as names and values; nothing of it is told twice. */
export function recordOf(facts: Readonly<Record<string, unknown>>): Table {
  return { rows: fieldsOf(facts, '') };
}

function fieldsOf(facts: Readonly<Record<string, unknown>>, of: string): readonly (readonly [string, string])[] {
  return Object.entries(facts).flatMap(([key, value]) => {
    const name = `${of}${key
      .replace(/([A-Z])/g, ' $1')
      .replaceAll('_', ' ')
      .toLowerCase()}`;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return fieldsOf({ ...value }, `${name} `);
    const shown = Array.isArray(value) ? value.join(', ') : value === null ? 'unknown' : String(value);
    return [[name, shown] as const];
  });
}
