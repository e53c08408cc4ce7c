import { middleCut } from '../view/middle-cut.ts';

/** A name that keeps its end when there is no room: the end tells servers apart. */
export function MiddleName({ name }: { readonly name: string }) {
  const [head, tail] = middleCut(name);
  return (
    <span className="inline-flex max-w-full min-w-0" title={name}>
      <span className="min-w-6 truncate">{head}</span>
      {tail === '' ? null : <span className="min-w-0 shrink-[0.2] truncate">{tail}</span>}
    </span>
  );
}
