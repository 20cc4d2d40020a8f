CREATE TABLE `usage_sleeps` (
	`version_id` text NOT NULL,
	`environment_id` text NOT NULL,
	`service_id` text NOT NULL,
	`service_name` text NOT NULL,
	`version_name` text NOT NULL,
	`cpu` real NOT NULL,
	`memory_gb` real NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`version_id`, `started_at`)
);
--> statement-breakpoint
CREATE INDEX `usage_sleeps_environment` ON `usage_sleeps` (`environment_id`,`started_at`);--> statement-breakpoint
CREATE INDEX `usage_sleeps_open` ON `usage_sleeps` (`ended_at`);