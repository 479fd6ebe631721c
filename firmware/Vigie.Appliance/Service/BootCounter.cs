using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Vigie.Contract;
using Vigie.Core;

namespace Vigie.Appliance.Service;

/// <summary>
/// Counts the starts of a box in its state directory, whether its events go anywhere or not. The outbox counts too, in its ledger: the higher
/// of the two counts, so that neither a lost file nor a delivery that comes and goes lets the count run back.
/// </summary>
/// <param name="stateDirectory">Where the count is kept.</param>
/// <param name="logger">Told where it cannot be.</param>
internal sealed class BootCounter(string stateDirectory, ILogger logger)
{
    private const int LongestCount = 16;

    /// <summary>Starts so far, without this one; 0 where nobody knows.</summary>
    public uint Before { get; } = Read(PathIn(stateDirectory), logger);

    /// <summary>Where the count is kept.</summary>
    public static string PathIn(string stateDirectory) => Path.Combine(stateDirectory, "boots");

    /// <summary>Counts this start. A disk that does not keep it does not keep the box from starting; it is said.</summary>
    /// <param name="counted">As the outbox has counted it; null where there is none.</param>
    public Boot Begin(Boot? counted)
    {
        Boot boot = counted ?? new Boot(Before + 1, (uint)RandomNumberGenerator.GetInt32(int.MinValue, int.MaxValue));
        string path = PathIn(stateDirectory);
        try
        {
            PrivateFile.Replace(path, System.Text.Encoding.ASCII.GetBytes(boot.Counter.ToString(CultureInfo.InvariantCulture) + "\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ServiceLog.BootsNotKept(logger, path, error.Message);
        }

        return boot;
    }

    private static uint Read(string path, ILogger logger)
    {
        try
        {
            if (!File.Exists(path))
            {
                return 0;
            }

            if (uint.TryParse(PrivateFile.ReadWithin(path, LongestCount) ?? [], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out uint count))
            {
                return count;
            }

            ServiceLog.BootsNotKept(logger, path, "it holds no number");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ServiceLog.BootsNotKept(logger, path, error.Message);
        }

        return 0;
    }
}
