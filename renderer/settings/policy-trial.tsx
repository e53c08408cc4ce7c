import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../preload/contract.ts';
import { WhyAsked } from '../questions/why-asked.tsx';
import { useApp, useParts } from '../state/window-context.tsx';
import { Select } from '../ui/select.tsx';
import { StatePill } from '../ui/state-pill.tsx';
import { Labelled } from './policy-rows.tsx';
import { SettingGroup } from './setting-parts.tsx';

/** Typing goes on this long before main is asked. */
const QUIET_MS = 120;

const looks = {
  allow: { shape: 'dot', tone: 'ready' },
  ask: { shape: 'triangle', tone: 'needs' },
  refuse: { shape: 'octagon', tone: 'ended' },
} as const;

/** What the policy that holds says of a command, explained as it is typed. */
export function PolicyTrial() {
  const { t } = useTranslation();
  const { api } = useParts();
  const sites = useApp((app) => app.sites);
  const siteId = useId();
  const [site, setSite] = useState(sites[0]?.name ?? '');
  const [asset, setAsset] = useState('');
  const [account, setAccount] = useState('');
  const [node, setNode] = useState('');
  const [command, setCommand] = useState('');
  const [decision, setDecision] = useState<Answer<'policy.explain'> | null>(null);
  useEffect(() => {
    if (command.trim() === '') {
      setDecision(null);
      return;
    }
    let over = false;
    const timer = setTimeout(() => {
      const asked = api.ask('policy.explain', { target: { site, asset, account, node }, command });
      asked.then((answer) => !over && setDecision(answer)).catch(() => {});
    }, QUIET_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [api, site, asset, account, node, command]);
  return (
    <SettingGroup title={t('policyEditor.trial')} text={t('policyEditor.trialWhat')}>
      <div className="grid gap-3 px-4 py-3">
        <Labelled label={t('policyEditor.command')} value={command} mono onType={setCommand} />
        <div className="grid grid-cols-[repeat(4,minmax(0,1fr))] items-end gap-2">
          <div className="grid min-w-0 gap-1 [&_select]:w-full [&_select]:min-w-0">
            <label htmlFor={siteId} className="text-small text-ink-3">
              {t('policyEditor.site')}
            </label>
            <Select
              id={siteId}
              value={site}
              options={sites.map(({ name }) => ({ value: name, text: name }))}
              onChoose={setSite}
            />
          </div>
          <Labelled label={t('policyEditor.node')} value={node} onType={setNode} />
          <Labelled label={t('policyEditor.asset')} value={asset} onType={setAsset} />
          <Labelled label={t('policyEditor.account')} value={account} onType={setAccount} />
        </div>
        <output aria-live="polite" data-testid="policy-decision" className="grid min-h-6 gap-2">
          {decision === null ? null : (
            <>
              <p className="flex flex-wrap items-center gap-2">
                <StatePill health={looks[decision.verdict]}>{t(`policyEditor.verdicts.${decision.verdict}`)}</StatePill>
                <span className="text-ink-2">
                  {t(`policyEditor.modes.${decision.mode}`)} ·{' '}
                  {decision.rule !== null
                    ? t('policyEditor.byRule', { name: decision.rule })
                    : decision.entry === null
                      ? t('policyEditor.byDefault')
                      : t('policyEditor.byEntry', { at: decision.entry + 1 })}
                </span>
              </p>
              {decision.why.length === 0 ? null : <WhyAsked why={decision.why} />}
            </>
          )}
        </output>
      </div>
    </SettingGroup>
  );
}
