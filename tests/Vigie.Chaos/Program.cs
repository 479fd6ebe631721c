using Vigie.Chaos;
using Vigie.Chaos.Boxes;

return args switch
{
    // The box that is killed, cut off and starved: a process of its own.
    ["box", string options] => await Producer.RunAsync(BoxOptions.Parse(options)),
    _ => await ChaosCommand.RunAsync(args),
};
