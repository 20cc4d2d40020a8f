'use client';
import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { useProblemText } from '#components/api/problem.ts';
import { PredictionResult } from '#components/traffic/prediction-result.tsx';
import type { RulesForm } from '#components/traffic/rules-form.ts';
import type { FormVersion } from '#components/traffic/traffic-form.ts';
import type { PredictionState } from '#components/traffic/use-prediction.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { Series } from '#components/ui/series.ts';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextInput } from '#components/ui/text-input.tsx';

export type PredictionPanelProps = {
  form: RulesForm;
  versions: readonly FormVersion[];
  series: ReadonlyMap<string, Series>;
  prediction: PredictionState;
};

/** 匹配结果预测: the gateway's own matcher, asked with a request that is not sent (product.md 9). */
export function PredictionPanel({ form, versions, series, prediction }: PredictionPanelProps) {
  const t = useTranslations('traffic');
  const problemText = useProblemText();
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-3 overflow-hidden rounded-lg border border-line">
      <h3 id={id} className="px-4 pt-2.5 text-ink">
        {t('predictTitle')}
        <small className="ml-2 font-normal text-ink-3 text-xs">{t('predictNote')}</small>
      </h3>
      <form
        className="grid gap-2 px-4 pt-2 pb-3"
        onSubmit={(event) => {
          event.preventDefault();
          prediction.predict();
        }}
      >
        <Questions form={form} prediction={prediction} />
      </form>
      {prediction.error ? (
        <Notice kind="fail" className="px-4 pb-3">
          {problemText(prediction.error)}
        </Notice>
      ) : null}
      <PredictionResult form={form} versions={versions} series={series} result={prediction.result} />
    </section>
  );
}

/** Headers and cookies are asked for where a rule looks at them. */
function Questions({ form, prediction }: Pick<PredictionPanelProps, 'form' | 'prediction'>) {
  const t = useTranslations('traffic');
  const { typed, change } = prediction;
  const sources = new Set(form.rows.map(({ source }) => source));
  return (
    <>
      <div className="flex gap-2">
        <TextInput
          className="flex-1"
          inputClassName="font-mono text-sm"
          aria-label={t('predictUrl')}
          placeholder="/api/orders?tenant=demo-hz"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          value={typed.url}
          onValueChange={(url) => change({ url })}
        />
        <Button
          type="submit"
          className="phone:h-(--size-touch)"
          isPending={prediction.isPending}
          pendingWord={t('predicting')}
        >
          {t('predict')}
        </Button>
      </div>
      {sources.has('header') ? (
        <TextArea
          className="font-mono text-sm"
          aria-label={t('predictHeaders')}
          placeholder={t('predictHeaders')}
          spellCheck={false}
          value={typed.headers}
          onChange={(event) => change({ headers: event.currentTarget.value })}
        />
      ) : null}
      {sources.has('cookie') ? (
        <TextInput
          inputClassName="font-mono text-sm"
          aria-label={t('predictCookies')}
          placeholder={t('predictCookies')}
          spellCheck={false}
          autoComplete="off"
          value={typed.cookies}
          onValueChange={(cookies) => change({ cookies })}
        />
      ) : null}
    </>
  );
}
