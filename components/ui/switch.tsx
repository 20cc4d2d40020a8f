'use client';
import { Switch as Base } from '@base-ui/react/switch';
import { cn } from '#components/ui/cn.ts';

type SwitchProps = Omit<Base.Root.Props, 'className' | 'onCheckedChange' | 'onChange'> & {
  onChange: (isOn: boolean) => void;
  className?: string;
};

/** On or off, at once. Stands in a `Field`, or carries `aria-label` or `aria-labelledby`. */
export function Switch({ onChange, className, ...props }: SwitchProps) {
  return (
    <Base.Root
      {...props}
      onCheckedChange={(isOn) => onChange(isOn)}
      className={cn(
        'inline-flex h-4.5 w-8 flex-none rounded-full bg-control p-0.5 motion-color data-checked:bg-primary-fill data-disabled:opacity-50',
        className,
      )}
    >
      <Base.Thumb className="block size-3.5 rounded-full bg-on-fill transition-[translate] duration-(--duration-fast) data-checked:translate-x-3.5" />
    </Base.Root>
  );
}
