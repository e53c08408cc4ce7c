import { z } from 'zod';
import { DrawbridgeError } from '../errors/drawbridge-error.ts';
import { actsOnServer, defineTool, type Tool } from './tool.ts';

export const approvalTools: readonly Tool[] = [
  defineTool({
    name: 'jms_wait_for_approval',
    title: 'Wait for the person',
    description:
      'After pending-approval: waits for the person, as the same call again would; what they allow runs, and its result is returned.',
    annotations: actsOnServer,
    listing: 'core',
    input: z.object({ approval_id: z.string().min(1).max(120).describe('As that answer said') }),
    async handle({ approval_id: id }, call) {
      const again = call.pending.find(id);
      if (again === undefined) throw unknownApproval();
      return call.pending.run(again, call);
    },
  }),
];

const unknownApproval = () =>
  new DrawbridgeError({
    code: 'bad-argument',
    message: 'No call of yours waits for the person by this approval_id.',
    nextStep: 'Make the call itself again, with exactly the same arguments.',
    actor: 'agent',
  });
