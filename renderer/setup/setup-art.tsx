import { useTranslation } from 'react-i18next';
import type { SetupStep } from '../view/setup-step.ts';

/** The picture beside the question, with the one thing to know. Gives way on a narrow window. */
export function SetupArt({ step }: { readonly step: SetupStep }) {
  const { t } = useTranslation();
  const agent = step === 'agent';
  return (
    <aside className="relative w-[34%] max-w-[440px] shrink-0 overflow-hidden border-r border-line bg-(--art-sky) max-wide:hidden">
      <svg
        viewBox="0 0 440 800"
        preserveAspectRatio="xMidYMax slice"
        aria-hidden="true"
        className="absolute inset-0 size-full"
      >
        <path d="M0 560h440v240H0z" fill="var(--art-haze)" opacity=".35" />
        <g fill="var(--art-star)">
          <circle cx="60" cy="250" r="1.2" />
          <circle cx="130" cy="320" r="1" />
          <circle cx="356" cy="236" r="1.4" />
          <circle cx="300" cy="300" r="1" />
          <circle cx="402" cy="352" r="1.2" />
          <circle cx="236" cy="262" r="1" />
          <circle cx="30" cy="388" r="1" />
        </g>
        <circle cx="340" cy="316" r="26" fill="var(--art-moon)" />
        <path d="M0 656h440v144H0z" fill="var(--art-water)" />
        <g stroke="var(--art-wave)" strokeWidth="2" strokeLinecap="round">
          <path d="M180 684h72M276 684h30M204 708h30M256 708h96M168 732h48M236 732h60M190 758h110" />
        </g>
        <path d="M376 632h64v168h-64z" fill="var(--art-stone)" />
        <path d="M40 396h30v28h22v-28h30v28h22v-28h30v404H40z" fill="var(--art-stone)" />
        <path d="M92 500a15 15 0 0 1 30 0v38H92z" fill="var(--art-window)" />
        <path
          d="M174 470 322 528"
          stroke="var(--art-chain)"
          strokeWidth="4"
          strokeDasharray="1 9"
          strokeLinecap="round"
        />
        <path d="M172 656 320 514l17 18L190 672h-18z" fill="var(--art-deck)" />
        <circle cx="180" cy="656" r="13" fill="var(--art-hinge)" />
        <circle cx="180" cy="656" r="5" fill="var(--art-deck)" />
      </svg>
      <div className="absolute inset-x-8 top-20">
        <p className="text-title font-semibold tracking-[-0.01em] text-balance">
          {agent ? t('setup.agentArt') : t('setup.siteArt')}
        </p>
        <p className="mt-2 max-w-[300px] text-ink-2">{agent ? t('setup.agentArtText') : t('setup.siteArtText')}</p>
      </div>
    </aside>
  );
}
