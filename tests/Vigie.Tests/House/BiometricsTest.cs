using System.Reflection;
using Vigie.Core;
using Vigie.Scene.Rules;
using Vigie.Vision.Detectors;

namespace Vigie.Tests.House;

/// <summary>
/// No public member of the rooms behind the camera hands out pixels, crops or vectors: what comes out of Vision and Scene are boxes, classes,
/// scores and times. What must be an exception stands here with its reason. It proves nothing of what is inside a method.
/// </summary>
public sealed class BiometricsTest
{
    // Types in which a crop of a picture or an embedding of a person could leave.
    private static readonly string[] Carriers = ["Byte", "SByte", "Single", "Half", "Double", "UInt16"];

    private static readonly Assembly[] Rooms = [typeof(OnnxDetector).Assembly, typeof(SceneRules).Assembly];

    private static readonly Dictionary<string, string> Excepted = new()
    {
        ["Vigie.Vision.Snapshots"] = "contact sheets and stills of files, in the laboratory: no running service has a way to them",
        ["Vigie.Vision.Heads"] = "a network's raw output on its way through its head, which makes boxes of it",
        ["Vigie.Vision.Preprocessing"] = "the whole picture scaled for the network: cells of it, never of a person",
        ["Vigie.Vision.Models"] = "a network's own file and its manifest: weights, means and thresholds, before any picture",
        ["Vigie.Scene.Tracking.TrackerOptions"] = "thresholds by class, from the manifest",
        ["Vigie.Vision.Motion"] = "cells of the whole picture that moved",
    };

    [Fact]
    public void Nothing_hands_out_pixels_or_vectors() => Law.Holds(
        Rooms
            .SelectMany(room => room.GetExportedTypes())
            .Where(type => !Excepted.Keys.Any(place => IsIn(type, place)))
            .SelectMany(HandedOut));

    [Fact]
    public void What_crosses_rooms_has_no_place_for_them() => Law.Holds(
        new[] { typeof(Detection), typeof(Track), typeof(SceneEvent) }
            .SelectMany(type => type.GetProperties().Where(property => Carries(property.PropertyType)).Select(property => $"{type.Name}.{property.Name}")));

    [Fact]
    public void Exceptions_are_needed() => Law.Holds(Excepted.Keys
        .Where(place => !Rooms.SelectMany(room => room.GetExportedTypes()).Any(type => IsIn(type, place)))
        .Select(place => $"{place} is excepted and not there"));

    [Theory]
    [InlineData(typeof(byte[]), true)]
    [InlineData(typeof(ReadOnlyMemory<float>), true)]
    [InlineData(typeof(IReadOnlyList<float>), true)]
    [InlineData(typeof(Frame), true)]
    [InlineData(typeof(Task<byte[]>), true)]
    [InlineData(typeof(float), false)]
    [InlineData(typeof(IReadOnlyList<Track>), false)]
    public void Carriers_are_known(Type type, bool carries) => Assert.Equal(carries, Carries(type));

    private static bool IsIn(Type type, string place) =>
        type.FullName == place || type.Namespace == place || type.Namespace!.StartsWith(place + ".", StringComparison.Ordinal);

    private static IEnumerable<string> HandedOut(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<string> methods = type.GetMethods(Own)
            .Where(method => Carries(method.ReturnType) || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef && Carries(parameter.ParameterType.GetElementType()!)))
            .Select(method => $"{type.FullName}.{method.Name} hands out {method.ReturnType.Name}");
        IEnumerable<string> fields = type.GetFields(Own).Where(field => Carries(field.FieldType)).Select(field => $"{type.FullName}.{field.Name} holds {field.FieldType.Name}");
        return methods.Concat(fields);
    }

    private static bool Carries(Type type) =>
        type == typeof(Frame)
        || type.Name.StartsWith("SK", StringComparison.Ordinal)
        || type.Name.Contains("Tensor", StringComparison.Ordinal)
        || (type.IsArray && Carriers.Contains(type.GetElementType()!.Name))
        || (type.IsGenericType && type.GetGenericTypeDefinition() != typeof(Nullable<>) && type.GetGenericArguments().Any(part => Carriers.Contains(part.Name) || Carries(part)));
}
