import { middleCut } from '../view/middle-cut.ts';

/** A name that keeps its end when there is no room: the end tells servers apart. */
export function MiddleName({ name }: { readonly name: string }) {
  const [head, tail] = middleCut(name);
  return (
    <span className="inline-flex max-w-full min-w-0 overflow-hidden" title={name}>
      <span className="min-w-6 truncate">{head}</span>
      {tail === '' ? null : <span className="shrink-0 whitespace-nowrap">{tail}</span>}
    </span>
  );
}
