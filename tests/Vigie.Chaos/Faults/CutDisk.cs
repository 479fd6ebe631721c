namespace Vigie.Chaos.Faults;

/// <summary>
/// A small ext4 disk in a file that is cloned in one moment (XFS, reflink): the clone is what a disk has after a power cut, without what the
/// kernel still held in memory. Needs root and loop devices.
/// </summary>
internal sealed class CutDisk : IDisposable
{
    private readonly string _pool;
    private readonly string _mount;
    private int _number;
    private bool _mounted;

    public CutDisk(Stage stage)
    {
        Privileges.Require("mkfs.xfs", "mkfs.ext4", "mount");
        (_pool, _mount) = (stage["pool"], stage["disk"]);
        Directory.CreateDirectory(_pool);
        Directory.CreateDirectory(_mount);
        string whole = stage["pool.xfs"];
        Tool.Run("truncate", "-s", "1G", whole);
        Tool.Run("mkfs.xfs", "-q", "-m", "reflink=1", whole);
        if (Tool.Try("mount", "-o", "loop", whole, _pool) is { Exit: not 0, Error: var refused })
        {
            throw new RowSkipped("loop devices cannot be mounted here: " + refused.Trim());
        }

        stage.Keep(this);
        Tool.Run("truncate", "-s", "128M", Image(0));
        Tool.Run("mkfs.ext4", "-q", Image(0));
        Mount();
    }

    /// <summary>Where the disk is mounted.</summary>
    public string Path => _mount;

    /// <summary>The cut: from here on, nothing that is written matters any more.</summary>
    public void Cut() => Tool.Run("cp", "--reflink=always", Image(_number), Image(_number + 1));

    /// <summary>The machine starts again, with the disk as the cut left it. Nobody may use the old one any more.</summary>
    public void Restart()
    {
        Unmount();
        File.Delete(Image(_number));
        _number++;
        Mount();
    }

    public void Dispose()
    {
        Unmount();
        Tool.Run("umount", _pool);
    }

    private string Image(int number) => System.IO.Path.Combine(_pool, $"disk-{number}");

    private void Mount()
    {
        Tool.Run("mount", "-o", "loop", Image(_number), _mount);
        _mounted = true;
    }

    private void Unmount()
    {
        if (_mounted)
        {
            Tool.Run("umount", _mount);
            _mounted = false;
        }
    }
}
