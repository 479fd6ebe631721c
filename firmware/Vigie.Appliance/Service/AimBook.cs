using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vigie.Appliance.Journal;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>
/// Keeps over restarts, in the state directory, which cameras show another view than they were set up for, and takes confirmations. Aims are the workers' to ask
/// for, on any thread; the looks are the service's.
/// </summary>
/// <remarks>A file that cannot be read might have named any camera: all wait for a confirmation then.</remarks>
internal sealed class AimBook
{
    private const int LargestFile = 100_000;

    private readonly string _state;
    private readonly JournalDesk _journal;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Lock _savingGate = new();
    private readonly Dictionary<string, AimEntry>? _before;
    private readonly Dictionary<string, CameraAim> _aims = new(StringComparer.Ordinal);
    private bool _isUnsaved;
    private Task _saving = Task.CompletedTask;

    /// <summary>Reads what earlier lives of the box have seen.</summary>
    public AimBook(string stateDirectory, JournalDesk journal, ILogger logger, TimeProvider time)
    {
        (_state, _journal, _logger, _time) = (stateDirectory, journal, logger, time);
        _before = Read();
    }

    /// <summary>Completes when what was lost so far has been written, or could not be.</summary>
    public Task Saving
    {
        get
        {
            lock (_savingGate)
            {
                return _saving;
            }
        }
    }

    /// <summary>Where it is kept.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "aims.json");

    /// <summary>The aim of a camera: the same one, however often its pipeline starts again.</summary>
    public CameraAim AimOf(string camera)
    {
        lock (_gate)
        {
            if (!_aims.TryGetValue(camera, out CameraAim? aim))
            {
                aim = new CameraAim(_before is null ? _time.GetUtcNow() : _before.TryGetValue(camera, out AimEntry? entry) ? entry.LostAt : null);
                aim.Lost += () => OnLost(camera);
                _aims[camera] = aim;
            }

            return aim;
        }
    }

    /// <summary>Takes confirmations that came, and saves what could not be saved before. About once a second.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        foreach (string path in AimConfirmation.Waiting(_state))
        {
            if (TryTake(path, out string camera, out string by))
            {
                // Written down before it takes effect.
                await _journal.CameraConfirmedAsync(camera, by, cancellation);
                AimOf(camera).Confirm();
                Save();
                File.Delete(path);
                ServiceLog.CameraConfirmed(_logger, camera, by);
            }
        }

        if (Volatile.Read(ref _isUnsaved))
        {
            Save();
        }
    }

    // Called by the thread that looks at frames, which waits for no disk.
    private void OnLost(string camera)
    {
        Volatile.Write(ref _isUnsaved, true);
        ServiceLog.CameraMoved(_logger, camera);
        _journal.CameraMoved(camera);
        lock (_savingGate)
        {
            _saving = Task.WhenAll(_saving, Task.Run(Save));
        }
    }

    private void Save()
    {
        lock (_gate)
        {
            Dictionary<string, AimEntry> entries = new(_before ?? [], StringComparer.Ordinal);
            foreach ((string camera, CameraAim aim) in _aims)
            {
                entries.Remove(camera);
                if (aim.LostAt is { } lostAt)
                {
                    entries[camera] = new AimEntry(lostAt);
                }
            }

            try
            {
                PrivateFile.Replace(PathIn(_state), JsonSerializer.SerializeToUtf8Bytes(entries, AimJson.Default.DictionaryStringAimEntry));
                Volatile.Write(ref _isUnsaved, false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Volatile.Write(ref _isUnsaved, true);
                ServiceLog.AimsNotKept(_logger, PathIn(_state), error.Message);
            }
        }
    }

    private bool TryTake(string path, out string camera, out string by)
    {
        try
        {
            (camera, by) = AimConfirmation.Read(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            ServiceLog.AimsNotKept(_logger, path, error.Message);
            File.Delete(path);
            (camera, by) = ("", "");
            return false;
        }
    }

    private Dictionary<string, AimEntry>? Read()
    {
        string path = PathIn(_state);
        try
        {
            byte[]? bytes = File.Exists(path) ? PrivateFile.ReadWithin(path, LargestFile) : "{}"u8.ToArray();
            return JsonSerializer.Deserialize(bytes ?? [], AimJson.Default.DictionaryStringAimEntry);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            ServiceLog.AimsNotKept(_logger, path, $"{error.Message} All cameras wait to be confirmed.");
            return null;
        }
    }
}
