import type { ActionResult, Argument } from '../../preload/contract.ts';
import type { StandingView } from '../../preload/contract-approvals.ts';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import type { StandingPermission, StandingPermissions } from '../guard/standing-permissions.ts';
import { targetText } from '../guard/wanted-typing.ts';

/** A standing permission as the window shows it. */
export function standingView({ id, wanted, command, place, minutes, until, uses }: StandingPermission): StandingView {
  const { agent, target } = wanted;
  const { id: terminalId, user, userName, cwd } = place;
  return {
    ...{ id, siteId: target.siteId, agent: agent.name, agentId: agent.id, terminalId, target: targetText(target) },
    ...{ command, cwd, user: userName ?? user, minutes, until, uses },
  };
}

type Act = (work: () => void) => Promise<ActionResult>;

export function approvalHandlers(standing: Pick<StandingPermissions, 'revoke'>, action: Act) {
  return {
    'approval.revoke': ({ id }: Argument<'approval.revoke'>) =>
      action(() => {
        if (!standing.revoke(id)) throw overAlready();
      }),
  };
}

const overAlready = () =>
  new DrawbridgeError({
    code: 'timed-out',
    message: 'This permission is over already.',
    nextStep: 'Nothing is left to do: the next such command is asked about.',
    actor: 'person',
  });
