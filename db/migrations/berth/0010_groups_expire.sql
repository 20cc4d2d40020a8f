ALTER TABLE `group_grants` ADD `expires_at` integer DEFAULT 0 NOT NULL;
