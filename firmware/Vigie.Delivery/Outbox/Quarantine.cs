using Microsoft.Extensions.Logging;
using Vigie.Core;

namespace Vigie.Delivery;

/// <summary>
/// Copies of damaged segments, for whoever wants to know what happened: the first few only, and the first thing to go when the disk
/// is short.
/// </summary>
internal sealed class Quarantine
{
    private const int MostFiles = 4;

    private readonly string _folder;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _files = new(StringComparer.Ordinal);
    private long _bytes;

    public Quarantine(string folder, ILogger logger)
    {
        _folder = folder;
        _logger = logger;
        if (Directory.Exists(folder))
        {
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles())
            {
                Note(file.FullName, file.Length);
            }
        }
    }

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Keeps a copy of a damaged segment, where there is room.</summary>
    public void Keep(string path)
    {
        string copy = Path.Combine(_folder, Path.GetFileName(path));
        lock (_gate)
        {
            if (_files.ContainsKey(copy) || _files.Count >= MostFiles || !File.Exists(path))
            {
                return;
            }

            try
            {
                PrivateFile.CreateFolder(_folder);
                File.Copy(path, copy, overwrite: true);
                Note(copy, new FileInfo(copy).Length);
                OutboxLog.Quarantined(_logger, copy);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                OutboxLog.QuarantineFailed(_logger, path, error.Message);
            }
        }
    }

    /// <summary>Deletes one copy to make room.</summary>
    public bool TryDeleteOne()
    {
        lock (_gate)
        {
            if (_files.Count == 0)
            {
                return false;
            }

            (string file, long length) = _files.First();
            File.Delete(file);
            _bytes -= length;
            return _files.Remove(file);
        }
    }

    private void Note(string file, long length)
    {
        _files[file] = length;
        _bytes += length;
    }
}
