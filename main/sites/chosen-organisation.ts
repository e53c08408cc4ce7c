import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Organisation, RestClientPort } from '../jumpserver/rest-client-port.ts';

const ROOT = '00000000-0000-0000-0000-000000000000';

/**
 * The organisation that is meant by id, name, `default` or `root`. JumpServer takes another one in silence for a value that it
 * does not know (protocol §4.5), so it is looked up first. Throws `bad-argument` with those that the person has.
 */
export async function findOrganisation(
  rest: Pick<RestClientPort, 'organisations'>,
  wanted: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const theirs = await rest.organisations(signal);
  // A version that does not list them is taken at its word.
  if (theirs.length === 0) return wanted;
  const name = wanted.trim().toLowerCase();
  const fits = ({ id, name: own, isDefault }: Organisation) =>
    id.toLowerCase() === name || own.toLowerCase() === name || (name === 'default' && isDefault);
  const [found, ...more] = theirs.filter(fits);
  if (found && more.length === 0) return found.id;
  const byId = theirs.find(({ id }) => id.toLowerCase() === name);
  if (byId) return byId.id;
  if (name === 'root' || name === ROOT) return ROOT;
  throw unknownOrganisation(wanted, theirs);
}

/** Where a token is made: an asset that is seen from root belongs to one of the others. */
export const organisationFor = (chosen: string, ofAsset: string | null): string =>
  chosen === ROOT && ofAsset ? ofAsset : chosen;

const unknownOrganisation = (wanted: string, theirs: readonly Organisation[]) =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: `This agent's environment (ORG_ID) names “${wanted.slice(0, 100)}”, which is none of this person's organisations on the site.`,
    nextStep: 'Correct ORG_ID (an id, or a name), then start the agent again.',
    actor: 'person',
    candidates: theirs.slice(0, 20).map(({ id, name }) => `${name} · ${id}`),
  });
