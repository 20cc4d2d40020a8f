'use client';
import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { BOX } from '#components/ui/text-input.tsx';

type ChoiceMenuProps<Value extends string> = {
  /** What is chosen from: 版本. */
  label: string;
  /** While nothing is chosen: 全部版本. */
  all: string;
  options: readonly { value: Value; label: string; hint?: string }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
};

const ITEM =
  'flex min-h-8 select-none items-center gap-2 rounded-sm px-2 text-ink outline-none data-highlighted:bg-hover phone:min-h-(--size-touch)';

/** Several of several; it stays open while one chooses. */
export function ChoiceMenu<Value extends string>({
  label,
  all,
  options,
  chosen,
  onChange,
}: ChoiceMenuProps<Value>) {
  const t = useTranslations('logs');
  const [first] = chosen;
  const single = options.find(({ value }) => value === first)?.label ?? first;
  const many = chosen.length === 1 ? single : t('chosen', { what: label, count: chosen.length });
  const text = first === undefined ? all : many;
  const toggled = (value: Value) =>
    chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger
        aria-label={`${label}: ${text}`}
        className={cn(BOX, 'w-36 justify-between whitespace-nowrap phone:w-[calc(50%-4px)]')}
      >
        <span className="min-w-0 truncate">{text}</span>
        <ChevronDown aria-hidden className="size-3.5 flex-none text-ink-3" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner
          sideOffset={4}
          align="start"
          collisionPadding={8}
          className="z-(--z-menu) outline-none"
        >
          <Menu.Popup className="motion-open max-h-[min(360px,var(--available-height))] min-w-(--anchor-width) max-w-80 overflow-y-auto rounded-lg bg-raised p-1 shadow-menu outline-none">
            <Menu.Item className={ITEM} onClick={() => onChange([])}>
              <span className="flex-1">{options.length === 0 ? t('nothingToChoose') : t('chooseAll')}</span>
              {first === undefined ? <Chosen /> : null}
            </Menu.Item>
            {options.map(({ value, label: word, hint }) => (
              <Menu.CheckboxItem
                key={value}
                checked={chosen.includes(value)}
                onCheckedChange={() => onChange(toggled(value))}
                className={ITEM}
              >
                <span className="min-w-0 flex-1 truncate">{word}</span>
                {hint === undefined ? null : <span className="text-ink-3 text-xs">{hint}</span>}
                <span className="w-3.5 flex-none">{chosen.includes(value) ? <Chosen /> : null}</span>
              </Menu.CheckboxItem>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Chosen() {
  return <Check aria-hidden className="size-3.5 flex-none text-primary" />;
}
