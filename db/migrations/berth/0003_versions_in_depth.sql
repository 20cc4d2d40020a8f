CREATE TABLE `networks` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `networks_environment_name` ON `networks` (`environment_id`,`name`);--> statement-breakpoint
CREATE TABLE `packages` (
	`id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`file_name` text NOT NULL,
	`kind` text NOT NULL,
	`size_bytes` integer NOT NULL,
	`file_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `registry_credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`registry` text NOT NULL,
	`username` text NOT NULL,
	`secret_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`secret_id`) REFERENCES `secrets`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `secrets` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `snapshot_images` (
	`version_id` text NOT NULL,
	`snapshot_number` integer NOT NULL,
	`image` text NOT NULL,
	`reference` text NOT NULL,
	`digest` text,
	`commit_hash` text,
	`is_built` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`version_id`, `snapshot_number`)
);
--> statement-breakpoint
ALTER TABLE `deployments` ADD `kind` text DEFAULT 'new-version' NOT NULL;--> statement-breakpoint
ALTER TABLE `deployments` ADD `from_snapshot_number` integer;--> statement-breakpoint
ALTER TABLE `services` ADD `network_id` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `versions` ADD `succeeded_at` integer;--> statement-breakpoint
-- What is there already, in the new forms: every environment's own network, versions that came live, variables and
-- image sources with their kinds, and the traffic of the routes, which a gateway reads before any deployer runs.
INSERT INTO `networks` SELECT `id`, `id`, 'default', `created_at` FROM `environments`;--> statement-breakpoint
UPDATE `services` SET `network_id` = `environment_id`;--> statement-breakpoint
UPDATE `versions` SET `succeeded_at` = (
  SELECT min(`finished_at`) FROM `deployments`
  WHERE `deployments`.`version_id` = `versions`.`id` AND `deployments`.`state` = 'succeeded'
);--> statement-breakpoint
UPDATE `snapshots` SET `spec` = json_set(
  `spec`,
  '$.source.credentialId', null,
  '$.source.asOf', null,
  '$.env', json((SELECT coalesce(json_group_array(json_insert(`value`, '$.kind', 'plain')), '[]') FROM json_each(`spec`, '$.env')))
) WHERE json_type(`spec`, '$.source') IS NOT NULL;--> statement-breakpoint
UPDATE `routes` SET `document` = json_remove(
  json_set(`document`, '$.traffic', json_object('mode', 'percent', 'shares', json_extract(`document`, '$.shares'))),
  '$.shares'
) WHERE `document` IS NOT NULL AND json_type(`document`, '$.shares') IS NOT NULL;
