import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { installationSettings } from '#db/schema/access.ts';
import { DEFAULT_SETTINGS, type InstallationSettings } from '#server/domain/access.ts';

type Name = keyof InstallationSettings;

/** What owners set, or the default. */
export function readSetting<Key extends Name>(db: Db, name: Key): InstallationSettings[Key] {
  const row = db.select().from(installationSettings).where(eq(installationSettings.name, name)).get();
  return row ? (row.value as InstallationSettings[Key]) : DEFAULT_SETTINGS[name];
}

/** `at` in epoch ms, `by` a user id. */
export function writeSetting<Key extends Name>(
  db: Db,
  name: Key,
  value: InstallationSettings[Key],
  { at, by }: { at: number; by: string },
): void {
  const row = { value, updatedAt: at, updatedBy: by };
  db.insert(installationSettings)
    .values({ name, ...row })
    .onConflictDoUpdate({ target: installationSettings.name, set: row })
    .run();
}

/** Leaves who changed it last, and when: what it says is the same. */
export function replaceSetting<Key extends Name>(db: Db, name: Key, value: InstallationSettings[Key]): void {
  db.update(installationSettings).set({ value }).where(eq(installationSettings.name, name)).run();
}
