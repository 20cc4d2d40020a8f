CREATE TABLE `log_block_sources` (
	`block_id` integer NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	PRIMARY KEY(`block_id`, `version_id`, `instance_id`)
);
--> statement-breakpoint
CREATE INDEX `log_block_sources_instance` ON `log_block_sources` (`instance_id`,`block_id`);--> statement-breakpoint
CREATE TABLE `log_blocks` (
	`id` integer PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`first_seq` integer NOT NULL,
	`lines` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`bytes` integer NOT NULL,
	`data` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `log_blocks_time` ON `log_blocks` (`service_id`,`last_at`,`bytes`);--> statement-breakpoint
CREATE INDEX `log_blocks_seq` ON `log_blocks` (`service_id`,`first_seq`);--> statement-breakpoint
CREATE INDEX `log_blocks_age` ON `log_blocks` (`last_at`);--> statement-breakpoint
CREATE TABLE `log_files` (
	`instance_id` text NOT NULL,
	`name` text NOT NULL,
	`inode` text NOT NULL,
	`offset` integer NOT NULL,
	PRIMARY KEY(`instance_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `log_instances` (
	`instance_id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	`lines` integer NOT NULL,
	`read_at` integer NOT NULL,
	`read_same` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `log_instances_service` ON `log_instances` (`service_id`,`last_at`);--> statement-breakpoint
CREATE TABLE `log_lines` (
	`service_id` text NOT NULL,
	`seq` integer NOT NULL,
	`at` integer NOT NULL,
	`version_id` text NOT NULL,
	`instance_id` text NOT NULL,
	`stream` text NOT NULL,
	`level` text NOT NULL,
	`file` text NOT NULL,
	`dropped` integer NOT NULL,
	`text` text NOT NULL,
	PRIMARY KEY(`service_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `log_services` (
	`service_id` text PRIMARY KEY NOT NULL,
	`next_seq` integer NOT NULL
);
--> statement-breakpoint
CREATE VIRTUAL TABLE `log_words` USING fts5(text, content='', contentless_delete=1, detail='none', tokenize='trigram');
