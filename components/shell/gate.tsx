'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { BrandMark, BrandName } from '#components/shell/brand.tsx';
import { LanguageMenu } from '#components/shell/language-menu.tsx';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { Swatch } from '#components/ui/version-name.tsx';

/** Left what the product is for, right the form that lets one in. */
export function Gate({ productVersion, children }: { productVersion: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh grid-cols-[minmax(0,1fr)_560px] narrow:grid-cols-[minmax(0,1fr)]">
      <Scene productVersion={productVersion} />
      <div className="flex flex-col bg-surface px-18 py-12 phone:px-6 phone:py-8">
        <div className="mx-auto my-auto w-full max-w-104 phone:mt-0">
          <div className="mb-8 hidden items-center gap-2 narrow:flex">
            <BrandMark className="size-8" />
            <BrandName />
          </div>
          {children}
        </div>
        <div className="-ml-3 pt-4">
          <LanguageMenu />
        </div>
      </div>
    </main>
  );
}

const LANES = [
  { time: '10:02', what: 'lane1', percent: 0 },
  { time: '10:10', what: 'lane2', percent: 5 },
  { time: '10:40', what: 'lane3', percent: 20 },
  { time: '11:30', what: 'lane4', percent: 50 },
  { time: '14:00', what: 'lane5', percent: 100 },
] as const;

function Scene({ productVersion }: { productVersion: string }) {
  const t = useTranslations();
  return (
    <section
      aria-label={t('common.product')}
      className="flex flex-col border-line border-r px-14 py-12 narrow:hidden"
    >
      <div className="flex items-center gap-2.5 text-base [&_span:first-of-type]:text-[18px] [&_span:first-of-type]:leading-6">
        <BrandMark className="size-8" />
        <BrandName />
      </div>
      <div className="my-auto max-w-170 py-10">
        <p className="mb-3 font-strong text-ink text-xl leading-10">
          {t.rich('gate.lead', { br: () => <br /> })}
        </p>
        <p>{t('gate.tale')}</p>
        <ol aria-label={t('gate.example')} className="mt-10 mb-5 grid gap-5">
          {LANES.map((lane) => (
            <Lane key={lane.time} {...lane} />
          ))}
        </ol>
        <div className="flex gap-4 text-ink-3 text-xs">
          <span className="flex items-center gap-1.5">
            <Swatch series="base" />
            {t('gate.standing')}
          </span>
          <span className="flex items-center gap-1.5">
            <Swatch series="1" />
            {t('gate.moving')}
          </span>
        </div>
      </div>
      <p className="text-ink-3 text-xs">
        {t('common.product')} {productVersion}
      </p>
    </section>
  );
}

function Lane({ time, what, percent }: (typeof LANES)[number]) {
  const t = useTranslations('gate');
  return (
    <li className="grid grid-cols-[44px_1fr_auto] items-baseline gap-x-3 gap-y-1.5">
      <time className="text-ink-3">{time}</time>
      <span className="text-ink">{t(what)}</span>
      <b>{percent}%</b>
      <SplitStrip
        className="col-span-3"
        label={t('newShare', { percent })}
        shares={[
          { key: 'standing', name: t('standing'), percent: 100 - percent, series: 'base' },
          { key: 'moving', name: t('moving'), percent, series: '1' },
        ]}
      />
    </li>
  );
}
