import type { SessionState } from './site-model.ts';

type Kind = SessionState['kind'];

export interface SessionTransition {
  readonly from: Kind;
  readonly to: Kind;
  /** What makes it happen, as the diagram in docs/technical/sign-in.md says it. */
  readonly on: string;
}

/** Every way in which a web session's state may change; `Site` takes no other, and the diagram in the docs is made of these. */
export const sessionTransitions: readonly SessionTransition[] = [
  { from: 'signed-out', to: 'signing-in', on: 'the person or a call wants the site' },
  { from: 'signed-out', to: 'signed-in', on: 'start: the saved cookies are good' },
  { from: 'signed-out', to: 'expired', on: 'start: the saved session has ended' },
  { from: 'signed-out', to: 'unreachable', on: 'start: the site does not answer' },
  { from: 'signing-in', to: 'signed-in', on: 'the person is through' },
  { from: 'signing-in', to: 'signed-out', on: 'closed or failed' },
  { from: 'signing-in', to: 'expired', on: 'closed, and the session had ended before' },
  { from: 'signing-in', to: 'expiring', on: 'closed or failed, and the session still lives' },
  { from: 'signing-in', to: 'unreachable', on: 'closed or failed, and the site did not answer before' },
  { from: 'signed-in', to: 'expiring', on: 'the end is near' },
  { from: 'signed-in', to: 'expired', on: 'the profile says 401' },
  { from: 'signed-in', to: 'unreachable', on: 'the site does not answer' },
  { from: 'signed-in', to: 'signed-out', on: 'the person signs out' },
  { from: 'expiring', to: 'signed-in', on: 'somebody works: the session is extended' },
  { from: 'expiring', to: 'signing-in', on: 'the person signs in again' },
  { from: 'expiring', to: 'expired', on: 'the profile says 401' },
  { from: 'expiring', to: 'unreachable', on: 'the site does not answer' },
  { from: 'expiring', to: 'signed-out', on: 'the person signs out' },
  { from: 'expired', to: 'signing-in', on: 'the person or a call wants the site' },
  { from: 'expired', to: 'signed-out', on: 'the person signs out' },
  { from: 'unreachable', to: 'signed-in', on: 'it answers, and the session lives' },
  { from: 'unreachable', to: 'expired', on: 'it answers, and the session has ended' },
  { from: 'unreachable', to: 'signing-in', on: 'the person signs in' },
  { from: 'unreachable', to: 'signed-out', on: 'the person signs out' },
];

/** Whether the state may change so; a state may always be told again with newer facts. */
export function mayBecome(from: Kind, to: Kind): boolean {
  return from === to || sessionTransitions.some((one) => one.from === from && one.to === to);
}

/** The diagram of the docs, in Mermaid's language. */
export function sessionDiagram(): string {
  const name = (kind: Kind) => kind.replace('-', '_');
  const kinds = [...new Set(sessionTransitions.flatMap(({ from, to }) => [from, to]))];
  return [
    'stateDiagram-v2',
    ...kinds.filter((kind) => kind !== name(kind)).map((kind) => `  ${name(kind)}: ${kind}`),
    `  [*] --> ${name('signed-out')}`,
    ...sessionTransitions.map(({ from, to, on }) => `  ${name(from)} --> ${name(to)}: ${on.replace(/:/g, ' –')}`),
  ].join('\n');
}
