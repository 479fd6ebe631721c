using Vigie.Core;
using Vigie.Modelkit.Onnx;
using Vigie.Modelkit.Sources;

namespace Vigie.Modelkit.PostTraining;

/// <summary>Makes an integer network again from its record.</summary>
public static class Rebuild
{
    /// <summary>The network's bytes: those that the record names.</summary>
    /// <param name="model">The float model.</param>
    /// <param name="record">Its record.</param>
    /// <param name="file">Where the record stands, for messages.</param>
    /// <exception cref="Fault">The record belongs to another network, or other bytes come out.</exception>
    public static byte[] From(FloatModel model, QuantisationRecord record, string file)
    {
        string source = model.Folder.Manifest.Network.Sha256;
        if (record.Source != source)
        {
            throw new Fault(FaultKind.Config, file, $"is for the network with SHA-256 {record.Source}, not for {source}", "Measure again: modelkit quantise MODEL --calibration FOLDER.");
        }

        ModelProto network = model.Network.Clone();
        if (record.Peaks is not null)
        {
            Equalisation.Apply(network, record.Peaks);
        }

        byte[] made = Networks.Bytes(IntegerWriter.Write(network, record.Statistics, record.Plan, model.Input));
        string hash = Digest.Of(made);
        return hash == record.Result ? made : throw new Fault(
            FaultKind.Corrupt, file, $"names {record.Result} as the result where {hash} comes out", "Restore it, or measure again: modelkit quantise MODEL --calibration FOLDER.");
    }
}
