using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>The config as Docker's Go structure has it, which Podman, skopeo and umoci print as well.</summary>
internal static class ConfigAnswers
{
    /// <summary>Compares what a container starts with.</summary>
    public static Answers Config(this Answers answers, JsonNode? theirs, JsonNode ours) => answers
        .Field("Config.User", theirs?["User"], ours["user"])
        .Field("Config.Env", theirs?["Env"], ours["env"])
        .Field("Config.Entrypoint", theirs?["Entrypoint"], ours["entrypoint"])
        .Field("Config.Cmd", theirs?["Cmd"], ours["cmd"])
        .Field("Config.WorkingDir", theirs?["WorkingDir"], ours["workingDir"])
        .Field("Config.Labels", theirs?["Labels"], ours["labels"])
        .Field("Config.ExposedPorts", KeysOf(theirs?["ExposedPorts"]), ours["exposedPorts"])
        .Field("Config.Volumes", KeysOf(theirs?["Volumes"]), ours["volumes"])
        .Field("Config.StopSignal", theirs?["StopSignal"], ours["stopSignal"]);

    /// <summary>Compares the steps of a history in the form of the image-spec, oldest first.</summary>
    public static Answers History(this Answers answers, IReadOnlyList<JsonNode> theirs, Inspected ours) => answers
        .Field("history.created", Answers.Join(theirs.Select(step => Answers.MomentOf(step["created"]))), ours.Steps(step => Answers.MomentOf(step["created"])))
        .Field("history.created_by", Of(theirs, "created_by"), ours.Steps(step => $"{step["createdBy"]}"))
        .Field("history.author", Of(theirs, "author"), ours.Steps(step => $"{step["author"]}"))
        .Field("history.comment", Of(theirs, "comment"), ours.Steps(step => $"{step["comment"]}"))
        .Field("history.empty_layer", Answers.Join(theirs.Select(step => $"{(bool?)step["empty_layer"] ?? false}")), ours.Steps(step => $"{(bool)step["emptyLayer"]!}"));

    private static string Of(IEnumerable<JsonNode> steps, string field) => Answers.Join(steps.Select(step => $"{step[field]}"));

    private static JsonArray KeysOf(JsonNode? set) =>
        [.. (set as JsonObject ?? []).Select(member => member.Key).Order(StringComparer.Ordinal).Select(key => (JsonNode)key)];
}
