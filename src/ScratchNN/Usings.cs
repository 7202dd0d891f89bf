// What users import by topic is at home everywhere in here: ARCHITECTURE.md has the rooms.
global using ScratchNN.Augmentation;
global using ScratchNN.Diagnostics;
global using ScratchNN.Files;
global using ScratchNN.Numerics;
global using ScratchNN.Onnx;
global using ScratchNN.Selection;
