using Vigie.Capture.Ffmpeg;
using Vigie.Core;

namespace Vigie.Tests.Capture;

[Collection(nameof(Undisturbed))]
public sealed class FfmpegSourceResourcesTest(ClipFolder clips) : IClassFixture<ClipFolder>
{
    [Fact]
    public void Many_sources_leave_no_process_no_handle_and_no_thread()
    {
        string clip = clips.H264("short.mp4", "64x48", 5);
        string bad = clips.Write("bad.mp4", "no video"u8);
        OpenAndClose(clip, bad, 0);
        int handles = Directory.GetFiles("/proc/self/fd").Length;
        int threads = CaptureThreads();

        int sources = Thorough.Times(12, 50);
        var children = Enumerable.Range(0, sources).SelectMany(i => OpenAndClose(clip, bad, i)).ToList();

        Assert.Equal(2 * sources, children.Count);
        Assert.All(children, child => Assert.False(Directory.Exists($"/proc/{child}"), $"process {child} is still there"));
        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, handles + 2);
        Assert.Equal(threads, CaptureThreads());
    }

    /// <summary>Opens one clip and reads none, some or all of it; then one that is refused.</summary>
    private static IReadOnlyList<int> OpenAndClose(string clip, string bad, int frames)
    {
        using FfmpegSource source = FfmpegSource.Open(new FfmpegSourceOptions { Clip = clip });
        Pictures.Read(source, new FramePool(source.Format, 1), frames % 6);
        Assert.Throws<Fault>(() => FfmpegSource.Open(new FfmpegSourceOptions { Clip = bad }));
        return source.Children;
    }

    /// <summary>Threads of ours, by the names that Linux shows (15 characters).</summary>
    private static int CaptureThreads() => Directory.GetDirectories("/proc/self/task")
        .Count(task => File.Exists($"{task}/comm") && File.ReadAllText($"{task}/comm").TrimEnd() is "packet pump" or "demuxer errors" or "decoder errors");
}
