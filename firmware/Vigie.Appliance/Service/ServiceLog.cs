using Microsoft.Extensions.Logging;
using Vigie.Contract;

namespace Vigie.Appliance.Service;

/// <summary>What the service says to those who read logs.</summary>
internal static partial class ServiceLog
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Information, Message = "vigie {Version} runs {Device} at {Site}: {Cameras} cameras, configuration {File}, boot {Boot}.")]
    public static partial void Started(ILogger logger, string version, string device, string site, int cameras, string file, Boot boot);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The kill switch is pressed: no frame is looked at until it is lifted with a key (press {Press}).")]
    public static partial void SwitchIsPressed(ILogger logger, string press);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Warning, Message = "The configuration names no delivery: events go nowhere.")]
    public static partial void NoDelivery(ILogger logger);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Information, Message = "Stopping.")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Information, Message = "Stopped; {Waiting} records wait on disk.")]
    public static partial void Stopped(ILogger logger, long waiting);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Error, Message = "The service ends: {Problem}")]
    public static partial void Ends(ILogger logger, string problem, Exception? cause);

    [LoggerMessage(EventId = 6006, Level = LogLevel.Error, Message = "The clock says {Time:u}, which cannot be: no camera starts before it is set. Set it by hand, or let this box reach a time server.")]
    public static partial void ClockIsWrong(ILogger logger, DateTimeOffset time);

    [LoggerMessage(EventId = 6007, Level = LogLevel.Information, Message = "The clock is set: {Time:u}.")]
    public static partial void ClockIsSet(ILogger logger, DateTimeOffset time);

    [LoggerMessage(EventId = 6008, Level = LogLevel.Warning, Message = "The clock was set from {Was:u} to {Now:u}, by {Seconds:0.0} s: subscribers are told, so that they correct what was stamped before.")]
    public static partial void ClockWasSet(ILogger logger, DateTimeOffset was, DateTimeOffset now, double seconds);

    [LoggerMessage(EventId = 6010, Level = LogLevel.Error, Message = "Configuration refused, the last good one of {Since:u} stays in force: {Complaints}")]
    public static partial void Refused(ILogger logger, DateTimeOffset since, string complaints);

    [LoggerMessage(EventId = 6011, Level = LogLevel.Information, Message = "Configuration {File} is in force: started {Started}; restarted {Restarted}; stopped {Stopped}.")]
    public static partial void InForce(ILogger logger, string file, string started, string restarted, string stopped);

    [LoggerMessage(EventId = 6012, Level = LogLevel.Warning, Message = "{File}: the last good configuration could not be kept: {Problem}")]
    public static partial void NotKept(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 6014, Level = LogLevel.Error, Message = "The configuration is refused, and so is the last good one: {Complaints}")]
    public static partial void LastGoodRefused(ILogger logger, string complaints);

    [LoggerMessage(EventId = 6013, Level = LogLevel.Warning, Message = "{File}: the count of starts could not be kept: {Problem}")]
    public static partial void BootsNotKept(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 6020, Level = LogLevel.Information, Message = "Camera {Camera}: {Width}x{Height}, rules run.")]
    public static partial void CameraRuns(ILogger logger, string camera, int width, int height);

    [LoggerMessage(EventId = 6033, Level = LogLevel.Warning, Message = "Camera {Camera}: {Width}x{Height}, and nobody looks: {Reason}.")]
    public static partial void CameraIsNotWatched(ILogger logger, string camera, int width, int height, string reason);

    [LoggerMessage(EventId = 6021, Level = LogLevel.Warning, Message = "Camera {Camera}: {Problem} Its pipeline starts again in {Seconds:0.0} s.")]
    public static partial void CameraRestarts(ILogger logger, string camera, string problem, double seconds);

    [LoggerMessage(EventId = 6022, Level = LogLevel.Critical, Message = "Camera {Camera} is stopped by a mistake of ours; the others go on. Please report this with the lines below.")]
    public static partial void CameraBroke(ILogger logger, string camera, Exception mistake);

    [LoggerMessage(EventId = 6023, Level = LogLevel.Error, Message = "Camera {Camera}: limit reached: {Restarts} restarts within an hour; the next one waits {Minutes} min.")]
    public static partial void RestartLimit(ILogger logger, string camera, int restarts, double minutes);

    [LoggerMessage(EventId = 6024, Level = LogLevel.Warning, Message = "Camera {Camera}: limit reached: {Tracks} objects followed at once; more are not seen.")]
    public static partial void TrackLimit(ILogger logger, string camera, int tracks);

    [LoggerMessage(EventId = 6025, Level = LogLevel.Warning, Message = "Camera {Camera}: {Dropped} of {Frames} frames were dropped in the last minute: the machine cannot keep up.")]
    public static partial void FramesDropped(ILogger logger, string camera, long dropped, long frames);

    [LoggerMessage(EventId = 6026, Level = LogLevel.Critical, Message = "Camera {Camera} makes no progress: {What}. The watchdog is no longer fed.")]
    public static partial void NoProgress(ILogger logger, string camera, string what);

    [LoggerMessage(EventId = 6027, Level = LogLevel.Warning, Message = "Limit reached: {Children} child processes, {Most} are expected at most.")]
    public static partial void ChildLimit(ILogger logger, int children, int most);

    [LoggerMessage(EventId = 6028, Level = LogLevel.Warning, Message = "{Fault}")]
    public static partial void PictureBad(ILogger logger, string fault);

    [LoggerMessage(EventId = 6029, Level = LogLevel.Information, Message = "Camera {Camera}: its pictures are good again.")]
    public static partial void PictureGood(ILogger logger, string camera);

    [LoggerMessage(EventId = 6030, Level = LogLevel.Warning, Message = "systemd does not take our message: {Problem}")]
    public static partial void NotNotified(ILogger logger, string problem);

    [LoggerMessage(EventId = 6031, Level = LogLevel.Warning, Message = "Status socket {Path}: {Problem}")]
    public static partial void StatusSocket(ILogger logger, string path, string problem);

    [LoggerMessage(EventId = 6032, Level = LogLevel.Information, Message = "Metrics go to {Collector}.")]
    public static partial void Metrics(ILogger logger, Uri collector);

    [LoggerMessage(EventId = 6034, Level = LogLevel.Information, Message = "Camera {Camera}: rule {Rule}: {Summary}. From now on it speaks.")]
    public static partial void ShadowEnded(ILogger logger, string camera, string rule, string summary);

    [LoggerMessage(EventId = 6035, Level = LogLevel.Warning, Message = "{File}: what rules counted in their shadow time could not be kept or read: {Problem}")]
    public static partial void ShadowsNotKept(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 6036, Level = LogLevel.Error, Message = "Camera {Camera} was moved: its picture is masked whole and its rules rest. Set it right, see that masks and zones fit, then type: vigie camera confirm {Camera}")]
    public static partial void CameraMoved(ILogger logger, string camera);

    [LoggerMessage(EventId = 6037, Level = LogLevel.Warning, Message = "Camera {Camera}: its view was confirmed by {By}; it is watched again.")]
    public static partial void CameraConfirmed(ILogger logger, string camera, string by);

    [LoggerMessage(EventId = 6038, Level = LogLevel.Error, Message = "{File}: which cameras were moved could not be kept or read: {Problem}")]
    public static partial void AimsNotKept(ILogger logger, string file, string problem);

    [LoggerMessage(EventId = 6039, Level = LogLevel.Error, Message = "What was put into the state directory could not be taken: {Problem} It is tried again.")]
    public static partial void NotTaken(ILogger logger, string problem);

    [LoggerMessage(EventId = 6049, Level = LogLevel.Error, Message = "{Notice}")]
    public static partial void ModelNotUsed(ILogger logger, string notice);
}
