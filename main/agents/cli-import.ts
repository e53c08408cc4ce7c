import type { CliRequest } from '../../mcp-bridge/wire.ts';
import type { TakeOver } from '../guard/take-over/take-over.ts';
import type { TakenKey, TakenOver, TakenSession } from '../guard/take-over/taken-over.ts';
import type { ToolCall } from '../mcp/tool.ts';
import { label } from '../mcp/untrusted-text.ts';
import type { PersonDesk, Reply } from './cli-requests.ts';

/** Has the person asked, and tells what was taken over and what is left to do: the file and its key are theirs to delete. */
export async function importFormer(
  { former }: Extract<CliRequest, { verb: 'import' }>,
  call: ToolCall,
  { desk, takeOver }: { readonly desk: PersonDesk; readonly takeOver: Pick<TakeOver, 'run'> },
  reply: Reply,
): Promise<void> {
  call.guard.permit({ kind: 'ask-sign-in', agentId: call.agent.id });
  if (call.surroundings().display) desk.show();
  await reply({ type: 'progress', text: 'Drawbridge asks you in its window.' });
  const taken = await takeOver.run(former, call.signal);
  await reply({ type: 'result', text: takenText(taken), data: takenFacts(taken), exitCode: 0 });
}

function takenFacts({ site, added, organisation, session, present, key, bearer, ...file }: TakenOver) {
  return {
    site: { id: site.id, name: site.name, base_url: site.baseUrl, added },
    ...{
      organisation,
      session,
      signed_in: present === '' ? null : present,
      access_key: key,
      bearer_token: bearer ? 'left' : 'none',
    },
    file: { path: file.file, readable_by_others: file.readableByOthers, removal: file.removal },
  };
}

function takenText(taken: TakenOver) {
  const { site, added, organisation, session, present, key, bearer, file, readableByOthers, removal } = taken;
  const name = label(site.name);
  return [
    added
      ? `${name} (${label(site.baseUrl)}) is added.`
      : `${name} (${label(site.baseUrl)}) was one of your sites already.`,
    organisation === 'left' ? 'It keeps the organisation that it has here.' : '',
    sessionLine(session),
    signInLine(session, present, name),
    keyLine(key),
    bearer ? 'The bearer token is not taken over: Drawbridge uses none.' : '',
    '',
    `The old file is still there${readableByOthers ? ', and other users of this computer may be able to read it' : ''}: ${label(file, 4_096)}`,
    removal === '' ? 'Delete it when you are satisfied.' : `Delete it when you are satisfied: ${label(removal, 4_200)}`,
    key.kind === 'none'
      ? ''
      : key.kind === 'taken'
        ? 'Its access key is Drawbridge’s now. Turning the REST key off in Settings deletes it on the site.'
        : `The access key in it stays valid until you delete it on ${name}: your profile, API key list.`,
  ]
    .filter((line, at, all) => line !== '' || (at > 0 && all[at - 1] !== ''))
    .join('\n')
    .trim();
}

function signInLine({ kind }: TakenSession, present: string, site: string): string {
  if (present === '') return `Sign in to ${site} in the window, or by \`drawbridge login\`.`;
  return kind === 'none' || kind === 'ended' || kind === 'failed' ? `${label(present)} stays signed in.` : '';
}

function sessionLine(session: TakenSession): string {
  switch (session.kind) {
    case 'none':
      return 'It held no web session.';
    case 'signed-in':
      return `Signed in as ${label(session.user)}, with its session.`;
    case 'already':
      return `You were signed in as ${label(session.user)} already; that session stays.`;
    case 'ended':
      return 'Its web session has ended.';
    case 'kept':
      return `${label(session.user)} stays signed in; its session, of ${label(session.other)}, was not taken.`;
    case 'failed':
      return `Its web session was not taken: ${label(session.why, 400)}`;
    default:
      return session satisfies never;
  }
}

function keyLine(key: TakenKey): string {
  switch (key.kind) {
    case 'none':
      return '';
    case 'unwanted':
      return 'Its access key was left, as you chose.';
    case 'has-one':
      return 'Its access key was left: Drawbridge has one for this site.';
    case 'taken':
      return `Its access key (${label(key.id)}) keeps assets listed when the session ends.`;
    case 'refused':
      return 'Its access key was left: the site does not take it any more.';
    case 'other-user':
      return `Its access key was left: it is of ${label(key.user)}, another user.`;
    case 'failed':
      return `Its access key was left: ${label(key.why, 400)}`;
    default:
      return key satisfies never;
  }
}
