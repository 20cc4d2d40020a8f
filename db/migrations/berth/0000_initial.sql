CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `deployment_steps` (
	`deployment_id` text NOT NULL,
	`name` text NOT NULL,
	`state` text NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`detail` text,
	PRIMARY KEY(`deployment_id`, `name`)
);
--> statement-breakpoint
CREATE TABLE `deployments` (
	`id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`snapshot_number` integer NOT NULL,
	`traffic_strategy` text NOT NULL,
	`state` text DEFAULT 'running' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`failure` text,
	`requests` integer,
	`failed_requests` integer,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `deployments_service` ON `deployments` (`service_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `deployments_version` ON `deployments` (`version_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `deployments_running` ON `deployments` (`service_id`) WHERE state = 'running';--> statement-breakpoint
CREATE TABLE `environments` (
	`id` text PRIMARY KEY NOT NULL,
	`alias` text NOT NULL,
	`region` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `environments_alias_unique` ON `environments` (`alias`);--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`kind` text NOT NULL,
	`environment_id` text,
	`service_id` text,
	`version_id` text,
	`before` text,
	`after` text
);
--> statement-breakpoint
CREATE INDEX `events_service` ON `events` (`service_id`,`id`);--> statement-breakpoint
CREATE TABLE `gateway_workers` (
	`id` text PRIMARY KEY NOT NULL,
	`pid` integer NOT NULL,
	`started_at` integer NOT NULL,
	`served_revision` integer NOT NULL,
	`in_flight` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `grants` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`environment_id` text,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_user_environment` ON `grants` (`user_id`,`environment_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `grants_user_everywhere` ON `grants` (`user_id`) WHERE environment_id is null;--> statement-breakpoint
CREATE TABLE `host_labels` (
	`label` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `instances` (
	`id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`version_id` text NOT NULL,
	`snapshot_number` integer NOT NULL,
	`state` text NOT NULL,
	`host` text,
	`port` integer,
	`cpu` real NOT NULL,
	`memory_gb` real NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`ready_at` integer,
	`draining_at` integer,
	`stopped_at` integer,
	`exit_code` integer,
	`cut_requests` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `instances_service` ON `instances` (`service_id`);--> statement-breakpoint
CREATE INDEX `instances_version` ON `instances` (`version_id`);--> statement-breakpoint
CREATE TABLE `machine_status` (
	`id` integer PRIMARY KEY NOT NULL,
	`runner` text NOT NULL,
	`is_engine_up` integer NOT NULL,
	`engine_version` text NOT NULL,
	`cpu_total` real NOT NULL,
	`cpu_used` real NOT NULL,
	`memory_total_gb` real NOT NULL,
	`memory_used_gb` real NOT NULL,
	`cpu_max` real NOT NULL,
	`images` text NOT NULL,
	`resync_corrections` integer DEFAULT 0 NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `routes` (
	`service_id` text PRIMARY KEY NOT NULL,
	`revision` integer NOT NULL,
	`document` text
);
--> statement-breakpoint
CREATE INDEX `routes_revision` ON `routes` (`revision`);--> statement-breakpoint
CREATE TABLE `service_status` (
	`service_id` text PRIMARY KEY NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`applied_generation` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `services` (
	`id` text PRIMARY KEY NOT NULL,
	`environment_id` text NOT NULL,
	`name` text NOT NULL,
	`remark` text DEFAULT '' NOT NULL,
	`host` text NOT NULL,
	`release_mode` text DEFAULT 'standard' NOT NULL,
	`is_paused` integer DEFAULT false NOT NULL,
	`generation` integer DEFAULT 1 NOT NULL,
	`last_version_number` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`environment_id`) REFERENCES `environments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `services_host_unique` ON `services` (`host`);--> statement-breakpoint
CREATE UNIQUE INDEX `services_environment_name` ON `services` (`environment_id`,`name`) WHERE deleted_at is null;--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`token` text NOT NULL,
	`user_id` text NOT NULL,
	`expires_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `snapshots` (
	`version_id` text NOT NULL,
	`number` integer NOT NULL,
	`spec` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	PRIMARY KEY(`version_id`, `number`),
	FOREIGN KEY (`version_id`) REFERENCES `versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `traffic_policies` (
	`service_id` text PRIMARY KEY NOT NULL,
	`policy` text NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer DEFAULT false NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `version_status` (
	`version_id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`state` text NOT NULL,
	`wanted_instances` integer DEFAULT 0 NOT NULL,
	`ready_instances` integer DEFAULT 0 NOT NULL,
	`traffic_lost_at` integer,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `versions` (
	`id` text PRIMARY KEY NOT NULL,
	`service_id` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`remark` text DEFAULT '' NOT NULL,
	`snapshot_number` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`deleted_at` integer,
	FOREIGN KEY (`service_id`) REFERENCES `services`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `versions_service_number` ON `versions` (`service_id`,`number`);