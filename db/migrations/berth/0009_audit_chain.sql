CREATE TRIGGER `events_are_not_changed` BEFORE UPDATE ON `events`
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `events_go_by_retention` BEFORE DELETE ON `events`
WHEN OLD.`id` > coalesce((SELECT json_extract(`value`, '$.throughId') FROM `installation_settings` WHERE `name` = 'auditPruned'), 0)
BEGIN
	SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `events_are_chained` BEFORE INSERT ON `events`
WHEN length(NEW.`hash`) <> 64
	OR NEW.`id` <> 1 + coalesce((SELECT max(`id`) FROM `events`), (SELECT json_extract(`value`, '$.throughId') FROM `installation_settings` WHERE `name` = 'auditPruned'), 0)
	OR NEW.`previous_hash` <> coalesce((SELECT `hash` FROM `events` ORDER BY `id` DESC LIMIT 1), (SELECT json_extract(`value`, '$.hash') FROM `installation_settings` WHERE `name` = 'auditPruned'), '')
BEGIN
	SELECT RAISE(ABORT, 'an event has to follow the one before it');
END;
--> statement-breakpoint
CREATE TRIGGER `events_prune_forward` BEFORE UPDATE ON `installation_settings`
WHEN OLD.`name` = 'auditPruned'
	AND (NEW.`name` <> 'auditPruned' OR json_extract(NEW.`value`, '$.throughId') < json_extract(OLD.`value`, '$.throughId'))
BEGIN
	SELECT RAISE(ABORT, 'what retention has let go stays gone');
END;
