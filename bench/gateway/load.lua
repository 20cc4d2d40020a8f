-- What wrk asks for, from the arguments after `--`: method, bytes of the body, mean pause of a connection in ms.
-- Pauses are even between 0 and twice the mean, so that connections do not fall into step.
function init(arguments)
  local method, bodyBytes, pauseMs = arguments[1], tonumber(arguments[2]), tonumber(arguments[3])
  wrk.method = method
  if bodyBytes > 0 then wrk.body = string.rep("x", bodyBytes) end
  if pauseMs > 0 then
    delay = function() return math.random(0, 2 * pauseMs) end
  end
end

-- One line for bench/gateway/load.ts; times in microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"durationUs":%d,"bytes":%.0f,"p50Us":%.1f,"p99Us":%.1f,"maxUs":%.1f,"errors":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
