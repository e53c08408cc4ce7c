import type { Shape, Tone } from '../view/site-health.ts';
import { classNames } from './class-names.ts';
import { toneText } from './tones.ts';

interface StateShapeProps {
  readonly shape: Shape;
  readonly tone: Tone;
  /** The word, where it is not written beside the shape. */
  readonly label?: string;
  readonly small?: boolean;
}

/** A state by shape and colour; the word stands beside it or in `label`. */
export function StateShape({ shape, tone, label, small = false }: StateShapeProps) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={small ? 12 : 16}
      height={small ? 12 : 16}
      className={classNames(toneText[tone], 'shrink-0')}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden={label === undefined}
      {...(label === undefined ? {} : { role: 'img' })}
    >
      <title>{label ?? ''}</title>
      {drawings[shape]}
    </svg>
  );
}

const filled = { fill: 'currentColor', stroke: 'none' } as const;
const cutOut = 'var(--bg-card)';

const drawings: Readonly<Record<Shape, React.ReactNode>> = {
  dot: <circle cx="8" cy="8" r="4" {...filled} />,
  half: (
    <>
      <circle cx="8" cy="8" r="4.25" />
      <path d="M8 3.75a4.25 4.25 0 0 1 0 8.5z" {...filled} />
    </>
  ),
  hollow: <circle cx="8" cy="8" r="4.25" />,
  triangle: (
    <>
      <path d="M8 2.2 14.3 13.4H1.7z" fill="currentColor" />
      <path d="M8 6.4v3.2M8 11.6v.01" stroke={cutOut} strokeWidth={1.6} />
    </>
  ),
  square: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" {...filled} />,
  octagon: (
    <>
      <path d="M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z" {...filled} />
      <path d="M6 6l4 4M10 6l-4 4" stroke={cutOut} />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="2.7" {...filled} />
      <path d="M2.6 14a5.4 5.4 0 0 1 10.8 0z" {...filled} />
    </>
  ),
  play: <path d="M4.5 3v10l8-5z" fill="currentColor" />,
  pause: <path d="M5 3v10M11 3v10" strokeWidth={2.4} strokeLinecap="butt" />,
  check: <path d="M3 8.5 6.5 12 13 4.5" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
};
